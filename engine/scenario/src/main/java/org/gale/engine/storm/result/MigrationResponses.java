package org.gale.engine.storm.result;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Responses of the interrupts of a storm whose VMs migrate, in its measured part: those that lived through a migration
 * of their VM, against the others.
 *
 * @param lived           responses of sampled interrupts that were pending in an image, or whose message waited in
 *                        front of the ITS, ns
 * @param others          responses of all others, ns
 * @param deliveredLived  interrupts that the first are drawn from
 * @param deliveredOthers interrupts that the others are drawn from
 */
public record MigrationResponses(Histogram lived, Histogram others, long deliveredLived, long deliveredOthers)
{
    /** Name of those that lived through a migration. */
    public static final String LIVED = "lived";
    /** Name of the others. */
    public static final String OTHERS = "others";

    /** {@return the responses of all parts of a storm; null of none} */
    static MigrationResponses sum(final List<MigrationResponses> parts)
    {
        return parts.get(0) == null ? null : new MigrationResponses(
            HistogramSum.of(parts.stream().map(MigrationResponses::lived).toList()),
            HistogramSum.of(parts.stream().map(MigrationResponses::others).toList()),
            parts.stream().mapToLong(MigrationResponses::deliveredLived).sum(),
            parts.stream().mapToLong(MigrationResponses::deliveredOthers).sum());
    }
}

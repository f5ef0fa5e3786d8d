package org.gale.engine.report.document;

import java.util.Map;

/**
 * Times, bytes and interrupts of the migrations of a document's storm. Each is null in a report of before.
 *
 * @param downtimePartsNs parts of the downtime by their names; null where the job gives no costs of migrations
 * @param imageBytes      of all images together, and of each part
 * @param interrupts      that lived through a migration
 * @param delivered       interrupts of the measured part that lived through a migration, and the others
 * @param responseNs      their responses
 */
public record MigrationDetails(@IfThere Map<String, Latencies.Times> downtimePartsNs,
    @IfThere Map<String, Long> imageBytes, @IfThere Interrupts interrupts, @IfThere Map<String, Long> delivered,
    @IfThere Map<String, Latencies.Times> responseNs)
{
    /** Key of the bytes of whole images. */
    public static final String ALL = "all";

    /**
     * Interrupts that lived through a migration.
     *
     * @param inTables          pending in the image of each migration
     * @param again             of these, the ones that had lived through an earlier migration
     * @param merged            messages that waited in front of the ITS and merged when they were sent
     * @param acknowledgedAfter interrupts whose first acknowledge came after a migration
     * @param waiting           those that wait at the end, with messages in front of the ITS
     */
    public record Interrupts(Long inTables, Long again, Long merged, Long acknowledgedAfter, Long waiting)
    {
    }
}

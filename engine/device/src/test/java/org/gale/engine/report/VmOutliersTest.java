package org.gale.engine.report;

import java.util.List;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.StormResult;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class VmOutliersTest
{
    private static final long ENOUGH = 5_000;

    /** The median of the others does not depend on their order. */
    @Test
    void shouldNameTheSlowestFirst()
    {
        assertEquals(List.of("VM 13: p99 900 (the other five: 100)", "VM 11: p99 500 (the other five: 100)"),
            VmOutliers.lines(byVm(ENOUGH, 100, 500, 90, 900, 110, 95), 10, ""));
        assertEquals(List.of("VM 5: p99 900 (the other five of db: 100)", "VM 4: p99 800 (the other five of db: 100)",
            "VM 0: p99 700 (the other five of db: 100)"),
            VmOutliers.lines(byVm(ENOUGH, 700, 90, 100, 95, 800, 900), 0, " of db"));
    }

    @Test
    void shouldNameAVmOfMoreThanTwiceTheOthersAlone()
    {
        assertEquals(List.of(), VmOutliers.lines(byVm(ENOUGH, 100, 200), 0, ""));
        assertEquals(List.of("VM 1: p99 201 (the other one: 100)"), VmOutliers.lines(byVm(ENOUGH, 100, 201), 0, ""));
        assertEquals(List.of(), VmOutliers.lines(byVm(ENOUGH - 1, 100, 201), 0, ""));
    }

    @Test
    void shouldCompareTheVmsOfAGroupAlone()
    {
        final StormResults.Parts parts = new StormResults.Parts(List.of(group("db", 2), group("web", 3)), List.of());
        final StormResult result = StormResults.with(StormResults.with(StormResults.sound(), parts),
            "latencies.responseByVm", byVm(ENOUGH, 900, 901, 10, 11, 50));

        assertEquals(List.of("VM 4: p99 50 (the other two of web: 11)"), VmOutliers.lines(result));
    }

    private static Part group(final String name, final int vms)
    {
        return StormResults.group(name, vms, EventAccount.NONE, LatencySummary.EMPTY);
    }

    private static List<Histogram> byVm(final long samples, final long... ns)
    {
        return LongStream.of(ns).mapToObj(value ->
        {
            final Histogram histogram = new Histogram(3);
            histogram.recordValueWithCount(value, samples);

            return histogram;
        }).toList();
    }
}

package org.gale.engine.report;

import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Text of storms with groups and phases. */
class PartsTextTest
{
    @Test
    void shouldDescribeTheFirstSixteenOfManyGroups()
    {
        final List<VmShape> groups = IntStream.range(0, 18).mapToObj(
            i -> new VmShape("g" + i, 1, 1, HostShapes.QUIET.devices())).toList();

        final List<List<String>> lines = ShapeText.groups(HostShapes.config(groups).shape());

        assertEquals(17, lines.size());
        assertEquals(List.of("2 groups more"), lines.get(16));
    }

    @Test
    void shouldCompareAVmWithTheOthersOfItsGroup()
    {
        final List<Histogram> byVm = List.of(StormResults.histogram(100, 100), StormResults.histogram(100, 100),
            StormResults.histogram(12_287, 12_287), StormResults.histogram(41_000, 50_000),
            StormResults.histogram(12_400, 12_400));
        final StormResults.Parts parts = new StormResults.Parts(
            List.of(group("quiet", 2), group("loud", 3)), List.of());

        assertEquals(List.of("VM 3: p99 41,023 (the other two of loud: 12,407)"),
            VmOutliers.lines(StormResults.with(StormResults.with(StormResults.sound(), parts),
            "latencies.responseByVm", byVm)));
    }

    private static Part group(final String name, final int vms)
    {
        return StormResults.group(name, vms, EventAccount.NONE, LatencySummary.EMPTY);
    }
}

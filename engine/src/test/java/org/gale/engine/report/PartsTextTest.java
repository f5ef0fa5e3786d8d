package org.gale.engine.report;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.PartAccount;
import org.gale.engine.storm.result.StormParts;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Text of storms with groups and phases. */
class PartsTextTest
{
    private final StringWriter out = new StringWriter();
    private final StormText text = new StormText(new PrintWriter(out), AnsiColours.NONE, Spelling.NAMES);

    @Test
    void shouldHaveARowForEachGroupOfVms()
    {
        text.result(StormResults.SETTING, StormResults.with(StormResults.sound(), "totals.parts", StormResults.UNLIKE));

        assertTrue(out.toString().contains("""

            group         VMs     offered   delivered  coalesced  rejected  pending  remainder
            quiet           8  99,999,999  99,999,870        128         0        1          0
            loud            1           0           0          0         0        0          0
            none            0           1           0          0         1        0          0

            warm-up"""), out.toString());
        assertTrue(out.toString().contains("""
            (sampled: 10,000 of 96,999,972 delivered)

            response, ns               samples    p50    p90    p99  p99.9      max
            quiet         10,000 of 96,999,972  4,095  4,095  4,095  4,095  311,295
            loud                        0 of 0      -      -      -      -        -

            generator lag"""), out.toString());
    }

    @Test
    void shouldHaveARowForEachPhase()
    {
        text.result(StormResults.SETTING, StormResults.with(StormResults.sound(), "totals.parts", StormResults.PHASED));

        assertTrue(out.toString().contains("""

            phase         carried in  offered  delivered  coalesced  rejected  pending  remainder
            calm                   0       12          8          1         0        3          0
            noise                  3        8         10          0         0        1          0

            warm-up"""), out.toString());
        assertTrue(out.toString().contains("""

            response, ns  samples  p50  p90  p99  p99.9  max
            calm                9    1    2    3      4    7
            noise               0    -    -    -      -    -

            generator lag"""), out.toString());
    }

    @Test
    void shouldDescribeEachGroupAndPhaseOfUnlikeHosts()
    {
        text.head(StormResults.setting(
            HostShapes.quietAndLoud(HostShapes.phase("calm", 500_000_000), HostShapes.phase("noise", 2_000_000_000))));

        assertTrue(out.toString().contains("""
            storm    default: 3 VMs with 8 VPEs on 64 PEs · 15 LPIs · 5 devices
            group    quiet: 2 VMs × 2 VPEs · disk 1 × 3 events, closed loop
            group    loud: 1 VM × 4 VPEs · nic 2 × 2 events, closed loop · disk 1 × 5 events, closed loop
            phases   calm 500 ms · noise 2 s
            """), out.toString());
    }

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
        final StormParts parts = new StormParts(List.of(group("quiet", 2), group("loud", 3)), List.of());

        assertEquals(List.of("VM 3: p99 41,023 (the other two of loud: 12,407)"),
            VmOutliers.lines(StormResults.with(StormResults.with(StormResults.sound(), "totals.parts", parts),
            "latencies.responseByVm", byVm)));
    }

    private static StormParts.OfGroup group(final String name, final int vms)
    {
        return new StormParts.OfGroup(name, vms, PartAccount.NONE, LatencySummary.EMPTY);
    }
}

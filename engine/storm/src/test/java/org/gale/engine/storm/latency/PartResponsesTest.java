package org.gale.engine.storm.latency;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Conditions;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

/** Response times of VMs 0 and 1, which are quiet, and of VM 2, which is loud, under a clock that the test moves. */
class PartResponsesTest
{
    private static final Topology TOPOLOGY = Topology.of(HostShapes.quietAndLoud(HostShapes.phase("calm", 1_000),
        HostShapes.phase("noise", 1_000), HostShapes.phase("rest", 1_000)));
    private static final int QUIET = 0;
    private static final int LOUD = 1;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[64 * Long.BYTES]);
    private final Outputs outputs = new Outputs();
    private final LatencyRecorder recorder = new LatencyRecorder(TOPOLOGY, 1, clock);
    private int end;

    @AfterEach
    void close()
    {
        outputs.close();
    }

    @Test
    void shouldGiveEachResponseToTheGroupOfItsVm()
    {
        batch(1_000);
        event(0, 1, 10);
        event(1, 0, 20);
        event(2, 8, 0);
        drain();
        acknowledge(0, 1, 1_110);
        acknowledge(1, 0, 1_320);
        acknowledge(2, 8, 1_900);

        assertEquals(List.of(2L, 100L, 300L), figures(FigureName.ALL, QUIET));
        assertEquals(List.of(1L, -1L, 900L), figures(FigureName.ALL, LOUD));
        assertEquals(3, recorder.responses().histograms().response().getTotalCount());
    }

    @Test
    void shouldForgetTheWarmUp()
    {
        batch(1_000);
        event(2, 8, 0);
        event(2, 7, 0);
        drain();
        acknowledge(2, 8, 1_900);
        recorder.begin(1_500);
        acknowledge(2, 7, 2_000);

        assertEquals(LatencySummary.EMPTY, LatencySummary.of(recorder.responses().responses(FigureName.ALL, LOUD)));
    }

    @Test
    void shouldGiveAResponseToThePhaseOfItsIntendedTime()
    {
        batch(1_000);
        event(0, 1, 10);
        recorder.beginPhase(1, batch(2_000));
        event(0, 2, 10);
        event(2, 8, 10);
        drain();
        acknowledge(0, 1, 2_510);
        acknowledge(0, 2, 2_710);
        acknowledge(2, 8, 2_810);

        assertEquals(List.of(1L, -1L, 1_500L), figures(0, QUIET));
        assertEquals(List.of(1L, -1L, 700L), figures(1, QUIET));
        assertEquals(List.of(1L, -1L, 800L), figures(1, LOUD));
        assertEquals(List.of(2L, 700L, 800L), figures(1, FigureName.ALL));
        assertEquals(List.of(2L, 700L, 1_500L), figures(FigureName.ALL, QUIET));
        assertEquals(LatencySummary.EMPTY, LatencySummary.of(recorder.responses().responses(0, LOUD)));
    }

    @Test
    void shouldKeepTheMaximumOfAPhaseThatEndedLongAgo()
    {
        batch(1_000);
        event(0, 1, 0);
        event(0, 2, 0);
        event(1, 1, 0);
        drain();
        acknowledge(0, 1, 1_000_001);
        recorder.beginPhase(1, batch(2_000));
        event(2, 8, 0);
        drain();
        recorder.beginPhase(2, batch(3_000));
        event(2, 7, 0);
        drain();
        acknowledge(0, 2, 7_654_321);
        acknowledge(2, 8, 7_654_321);
        acknowledge(2, 7, 7_654_321);
        acknowledge(1, 1, 90_000_001_000L);

        assertEquals(List.of(3L, 7_655_423L, 60_000_000_000L), figures(0, QUIET));
        assertEquals(List.of(1L, -1L, 7_652_321L), figures(1, LOUD));
        assertEquals(List.of(1L, -1L, 7_651_321L), figures(2, LOUD));
        assertEquals(5, LatencySummary.of(recorder.responses().responses(FigureName.ALL, FigureName.ALL)).count());
    }

    @Test
    void shouldHaveNoPercentileOfAnEarlierPhaseBeyondItsMaximum()
    {
        batch(1_000);
        event(0, 1, 0);
        event(0, 2, 0);
        drain();
        recorder.beginPhase(1, batch(2_000));
        drain();
        recorder.beginPhase(2, batch(3_000));
        drain();
        acknowledge(0, 1, 7_654_321);
        acknowledge(0, 2, 7_654_321);

        assertEquals(List.of(2L, 7_653_321L, 7_653_321L), figures(0, QUIET));
    }

    @Test
    void shouldForgetAPhaseThatEndedInTheWarmUp()
    {
        batch(1_000);
        event(0, 1, 0);
        drain();
        acknowledge(0, 1, 1_500);
        recorder.beginPhase(1, batch(2_000));
        drain();
        recorder.beginPhase(2, batch(3_000));
        drain();
        recorder.begin(3_500);

        assertEquals(LatencySummary.EMPTY, LatencySummary.of(recorder.responses().responses(0, QUIET)));
    }

    @Test
    void shouldSkipThePhasesBeforeAResume()
    {
        recorder.beginPhase(1, ResponseSink.AT_ONCE);
        recorder.beginPhase(2, ResponseSink.AT_ONCE);
        batch(1_000);
        event(0, 1, 0);
        drain();
        acknowledge(0, 1, 1_500);

        assertEquals(LatencySummary.EMPTY, LatencySummary.of(recorder.responses().responses(0, QUIET)));
        assertEquals(List.of(1L, -1L, 500L), figures(2, QUIET));
    }

    @ParameterizedTest
    @CsvSource({"16, 1000447", "17, 1003519"})
    void shouldKeepThreeDigitsOfSixteenGroups(final int groups, final long median)
    {
        final Topology many = Topology.of(HostShapes.config(IntStream.range(0, groups).mapToObj(i ->
            new VmShape("g" + i, 1, 1, List.of(HostShapes.device("d", 1, 1)))).toList()));
        final PartResponses responses = new PartResponses(many);
        responses.record(0, responses.groupOf(0), 1_000_000);
        responses.record(0, responses.groupOf(0), 1_000_000);
        responses.record(0, responses.groupOf(0), 2_000_000);

        assertEquals(median, LatencySummary.of(responses.latency(0, 0)).p50());
    }

    @Test
    void shouldKeepTheGroupsOfAllPhasesApart()
    {
        final PartResponses responses = new PartResponses(Topology.of(HostShapes.quietAndLoud(
            HostShapes.phase("a", 1), HostShapes.phase("b", 1), HostShapes.phase("c", 1), HostShapes.phase("d", 1),
            HostShapes.phase("e", 1))));
        for (int phase = 0; phase < 5; phase++)
        {
            if (phase > 0)
            {
                responses.begin(phase);
            }
            responses.record(phase, responses.groupOf(1), 100 + phase);
            responses.record(phase, responses.groupOf(2), 200 + phase);
        }
        responses.record(1, responses.groupOf(2), 901);                          // which waited for two phases

        assertEquals(List.of(100L, 101L, 102L, 103L, 104L, 200L, 901L, 202L, 203L, 204L), IntStream.range(0, 10)
            .mapToObj(i -> LatencySummary.of(responses.latency(i % 5, i / 5)).max()).toList());
        assertEquals(List.of(5L, 6L), List.of(LatencySummary.of(responses.latency(FigureName.ALL, QUIET)).count(),
            LatencySummary.of(responses.latency(FigureName.ALL, LOUD)).count()));
    }

    @Test
    void shouldStopByTheGroupOfAVm()
    {
        final ResponseStops stops = recorder.responses().stops(
            Conditions.parse("loud.response > 1ns", StopConditions.FORM));
        recorder.responses().stopIf(stops);
        batch(1_000);
        event(1, 0, 0);
        event(2, 8, 0);
        drain();
        acknowledge(1, 0, 1_500);
        assertNull(stops.met());
        acknowledge(2, 8, 1_600);

        assertEquals(2, stops.met().vmId());
    }

    @Test
    void shouldReturnTheResponsesOfTheStormWhereItHasOneGroup()
    {
        final Topology alike = Topology.of(Storms.small(1));
        final LatencyRecorder whole = new LatencyRecorder(alike, 1, clock);
        whole.responses().histograms().response(700, 3, 100);

        assertSame(whole.responses().histograms().response(), whole.responses().responses(0, 0));
        assertEquals(100, whole.responses().responses(0, 0).getTotalCount());
    }

    /** Begins a batch; returns the index of its TIME. */
    private int batch(final long baseNs)
    {
        final int at = end;
        end = Commands.time(frame, end, baseNs, baseNs);

        return at / Long.BYTES;
    }

    private void event(final int vmId, final int lpiId, final int sinceBaseNs)
    {
        frame.putLong(end, Commands.msi(
            TOPOLOGY.deviceOfLpi(vmId, lpiId), TOPOLOGY.eventOfLpi(vmId, lpiId), sinceBaseNs));
        end += Long.BYTES;
    }

    private void drain()
    {
        recorder.drained(frame, 0, end, 1_050);
        recorder.raised(1_060);
        end = 0;
    }

    private void acknowledge(final int vmId, final int lpiId, final long nowNs)
    {
        outputs.acknowledged(TOPOLOGY.vpeIndex(vmId, 0), Intid.of(Intid.TYPE_LPI, lpiId));
        recorder.applied(outputs, nowNs);
        outputs.clear();
    }

    /** Returns count, median and maximum. */
    private List<Long> figures(final int phase, final int group)
    {
        final LatencySummary summary = LatencySummary.of(recorder.responses().responses(phase, group));

        return List.of(summary.count(), summary.p50(), summary.max());
    }
}

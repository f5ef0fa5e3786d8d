package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.flow.RequestSource;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.PhaseShape;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StreamShape;
import org.gale.engine.storm.scenario.TrafficKind;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the recorder of requests: of the storm, of its parts, and what a warm-up leaves behind. */
class RequestsTest
{
    private static final Topology ONE = topology(shape("io", List.of()));

    private static HostShape shape(final String kind, final List<PhaseShape> phases)
    {
        final TrafficKind traffic = TrafficKinds.of(kind);
        final VmShape quiet = vm("quiet", new ModelShape(kind, traffic.complete(SettingValues.NONE)));

        return new HostShape(
            phases.isEmpty() ? List.of(quiet) : List.of(quiet, vm("loud", new OpenStream(1_000, false))),
            HostShape.Order.GROUP, phases);
    }

    private static VmShape vm(final String name, final StreamShape stream)
    {
        return new VmShape(name, 1, 1, List.of(
            new DeviceShape("device", 1, 1, DeviceShape.Target.SPREAD, 10, stream)), GuestShape.DEFAULT);
    }

    private static Topology topology(final HostShape shape)
    {
        return Topology.of(StormConfig.DEFAULT.shaped(SettingValues.NONE, shape));
    }

    private static LatencyHistograms histograms()
    {
        return new LatencyHistograms(2, true, true);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({ "io, true", "virtio, true", "packets, true", "timer, false", "ipi, false", "trace, false" })
    void shouldRecordRequestsOfDevicesThatHaveAny(final String kind, final boolean hasRequests)
    {
        assertEquals(hasRequests, TrafficKinds.of(kind).hasRequests());
        assertEquals(hasRequests, RequestSource.isAny(shape(kind, List.of())));
    }

    @Test
    void shouldRecordNothingWithoutModels()
    {
        final HostShape shape = HostShape.alike(1, 1, 1, 1, new OpenStream(1_000, false));

        assertFalse(RequestSource.isAny(shape));
        assertFalse(new ResponseSink(topology(shape), true).hasRequests());
        assertTrue(new ResponseSink(ONE, true).hasRequests());
        assertNull(new LatencyHistograms(1, true, false).request());
        assertFalse(TrafficKind.OPEN.hasRequests());
    }

    @Test
    void shouldNameRequestsInFrontOfTheStages()
    {
        assertEquals(List.of("response", "handled", "request", "signalled"), histograms().names().subList(0, 4));
        assertEquals(List.of("response", "service", "request", "late"),
            new LatencyHistograms(1, false, true).names().subList(0, 4));
        assertEquals("signalled", histograms().stages().keySet().iterator().next());
    }

    @Test
    void shouldKnowTheExactSumOfAllRequests()
    {
        final ResponseSink requests = new ResponseSink(ONE, true);

        requests.completed(0, 0, 1_000_001);
        requests.completed(0, 0, 2_000_003);

        assertEquals(3_000_004, LatencySummary.of(requests.histograms().request()).sum());
        assertEquals(3_000_004, LatencySummary.of(requests.requests(FigureName.ALL, 0)).sum());
        assertEquals(LatencySummary.NONE, LatencySummary.of(requests.requests(0, 0)).p99());
        assertEquals(2_000_003, LatencySummary.of(requests.requests(0, 0)).max());
    }

    @Test
    void shouldKeepGroupsAndPhasesApartAndForgetThoseOfTheWarmUp()
    {
        final List<PhaseShape> phases = List.of(new PhaseShape("calm", 1_000, List.of()),
            new PhaseShape("storm", 1_000, List.of()), new PhaseShape("end", 1_000, List.of()));
        final ResponseSink requests = new ResponseSink(topology(shape("io", phases)), true);
        requests.beginPhase(0);
        requests.completed(0, 0, 7);
        requests.resetRequests();

        requests.completed(0, 0, 10);
        requests.beginPhase(2);                                     // a resume enters several at once
        requests.completed(0, 0, 20);
        requests.completed(1, 2, 30);
        requests.completed(0, 1, 40);

        assertEquals(30, LatencySummary.of(requests.requests(0, FigureName.ALL)).sum());
        assertEquals(40, LatencySummary.of(requests.requests(1, 0)).sum());
        assertEquals(30, LatencySummary.of(requests.requests(2, 1)).sum());
        assertEquals(70, LatencySummary.of(requests.requests(FigureName.ALL, 0)).sum());
        assertEquals(100, LatencySummary.of(requests.requests(FigureName.ALL, FigureName.ALL)).sum());
        assertEquals(0, LatencySummary.of(requests.requests(1, 1)).count());
    }

    @Test
    void shouldEndAStormAtARequestOfThePartThatAConditionNames()
    {
        final ResponseStops stops = new ResponseStops(
            Conditions.parse("loud.storm.request > 50us", StopConditions.FORM), List.of("quiet", "loud"),
            List.of("calm", "storm"));

        stops.checkRequest(0, 1, 60_000);
        stops.checkRequest(1, 0, 60_000);
        stops.checkRequest(1, 1, 50_000);
        assertNull(stops.metBy());
        stops.checkRequest(1, 1, 50_001);

        assertEquals("loud.storm.request", stops.metBy().metric());
        assertNull(stops.met(), "no interrupt has met it");
    }

    @Test
    void shouldCompareNoRequestWithAConditionOnResponses()
    {
        final ResponseStops stops =
            new ResponseStops(Conditions.parse("response > 50us", StopConditions.FORM), List.of(), List.of());
        final ResponseSink requests = new ResponseSink(ONE, true);
        requests.stopIf(stops);

        requests.completed(0, 0, 60_000);

        assertNull(stops.metBy());
        assertTrue(LatencySummary.of(requests.requests(0, 0)).count() > 0);
    }
}

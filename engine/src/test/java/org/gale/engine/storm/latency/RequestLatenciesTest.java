package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.figure.PartNames;
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
class RequestLatenciesTest
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
        assertNull(RequestLatencies.of(topology(shape), histograms()));
        assertNull(new LatencyHistograms(1, true, false).request());
        assertFalse(OpenStream.KIND.hasRequests());
    }

    @Test
    void shouldNameRequestsInFrontOfTheStages()
    {
        assertEquals(List.of("response", "request", "signalled"), histograms().names().subList(0, 3));
        assertEquals(List.of("response", "service", "request", "late"),
            new LatencyHistograms(1, false, true).names().subList(0, 4));
        assertEquals("signalled", histograms().stages().keySet().iterator().next());
    }

    @Test
    void shouldKnowTheExactSumOfAllRequests()
    {
        final LatencyHistograms histograms = histograms();
        final RequestLatencies requests = RequestLatencies.of(ONE, histograms);

        requests.completed(0, 0, 1_000_001);
        requests.completed(0, 0, 2_000_003);

        assertEquals(3_000_004, LatencySummary.of(histograms.request()).sum());
        assertEquals(3_000_004, requests.latency(PartNames.ALL, 0).summary().sum());
        assertEquals(LatencySummary.NONE, requests.latency(0, 0).summary().p99());
        assertEquals(2_000_003, requests.latency(0, 0).summary().max());
    }

    @Test
    void shouldKeepGroupsAndPhasesApartAndForgetThoseOfTheWarmUp()
    {
        final List<PhaseShape> phases = List.of(new PhaseShape("calm", 1_000, List.of()),
            new PhaseShape("storm", 1_000, List.of()), new PhaseShape("end", 1_000, List.of()));
        final RequestLatencies requests = RequestLatencies.of(topology(shape("io", phases)), histograms());
        requests.beginPhase(0);
        requests.completed(0, 0, 7);
        requests.reset();

        requests.completed(0, 0, 10);
        requests.beginPhase(2);                                     // a resume enters several at once
        requests.completed(0, 0, 20);
        requests.completed(1, 2, 30);
        requests.completed(0, 1, 40);

        assertEquals(30, requests.latency(0, PartNames.ALL).summary().sum());
        assertEquals(40, requests.latency(1, 0).summary().sum());
        assertEquals(30, requests.latency(2, 1).summary().sum());
        assertEquals(70, requests.latency(PartNames.ALL, 0).summary().sum());
        assertEquals(100, requests.latency(PartNames.ALL, PartNames.ALL).summary().sum());
        assertEquals(0, requests.latency(1, 1).summary().count());
    }

    @Test
    void shouldEndAStormAtARequestOfThePartThatAConditionNames()
    {
        final PartNames names = new PartNames(List.of("quiet", "loud"), List.of("calm", "storm"));
        final ResponseStops stops = new ResponseStops(
            Conditions.parse("loud.storm.request > 50us", StopConditions.FORM), names);

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
            new ResponseStops(Conditions.parse("response > 50us", StopConditions.FORM), PartNames.NONE);
        final RequestLatencies requests = RequestLatencies.of(ONE, histograms());
        requests.stopIf(stops);

        requests.completed(0, 0, 60_000);

        assertNull(stops.metBy());
        assertTrue(requests.latency(0, 0).summary().count() > 0);
    }
}

package org.gale.engine.storm.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Laws of responses, handlers and stages: three responses of 100 ns each, with handlers of 30 ns. */
class SampleLawsTest
{
    private static final int VCPUS = 1;
    private static final int NONE_RUNS = 0;

    @Test
    void shouldHoldWhereAllHandlersHaveEnded()
    {
        assertEquals(List.of(), faults(times(3, 300, 100), times(3, 390, 130), times(3, 90, 30), NONE_RUNS));
    }

    @Test
    void shouldHoldWhereAHandlerRuns()
    {
        assertEquals(List.of(), faults(times(3, 300, 100), times(2, 260, 130), times(2, 60, 30), VCPUS));
    }

    @Test
    void shouldHoldWhereNoHandlerHasEnded()
    {
        assertEquals(List.of(),
            faults(times(1, 300, 300), LatencySummary.EMPTY, LatencySummary.EMPTY, VCPUS));
    }

    /** Each row has one number that is wrong: count, sum or maximum of handled or of the stage. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "3; 389; 130; 3; 90; 30; 0; /handled/sum is 389, and the sum of responses and handlers is 390",
        "3; 391; 131; 3; 90; 30; 0; /handled/sum is 391, and the sum of responses and handlers is 390",
        "3; 390; 130; 2; 90; 45; 0; /stages/deactivated/count is 2, and /handled/count is 3",
        "4; 520; 130; 4; 120; 30; 1; /handled/count is 4, and /response/count is 3",
        "2; 260; 130; 2; 60; 30; 0; /response/count is 3, and /handled/count is 2, of which each has an end but 0",
        "1; 130; 130; 1; 30; 30; 1; /response/count is 3, and /handled/count is 1, of which each has an end but 1",
        "2; 259; 130; 2; 60; 30; 1; /handled/sum is 259, and the sum of responses and handlers is 360, of which 1",
        "2; 361; 361; 2; 60; 30; 1; /handled/sum is 361, and the sum of responses and handlers is 360",
        "3; 390; 130; 3; 90; 131; 0; /stages/deactivated/max is 131, and /handled/max is 130",
        "3; 297; 99; 3; 0; 0; 0; /response/max is 100, and /handled/max is 99",
    })
    void shouldFindHandlersThatResponsesContradict(final long count, final long sum, final long max,
        final long ofStage, final long sumOfStage, final long maxOfStage, final long running, final String fault)
    {
        final List<String> faults = faults(times(3, 300, 100), times(count, sum, max),
            times(ofStage, sumOfStage, maxOfStage), running);

        assertTrue(faults.stream().anyMatch(found -> found.startsWith(fault)), faults::toString);
    }

    @Test
    void shouldFindAResponseThatEndsWithItsHandler()
    {
        assertTrue(faults(times(3, 390, 130), times(3, 390, 130), times(3, 90, 30), NONE_RUNS)
            .contains("/response/sum is 390, and the sum of its stages is 300"));
    }

    /** A report of version 4, whose responses end with their handlers, has no ends of handlers. */
    @Test
    void shouldAddTheHandlerToAResponseWithoutEndsOfHandlers()
    {
        assertEquals(List.of(), faults(times(3, 390, 130), null, times(3, 90, 30), VCPUS));
        assertEquals(List.of("/latency_ns/response/sum is 391, and the sum of its stages is 390"),
            faultsOf(times(3, 391, 131), null, times(3, 90, 30), VCPUS));
    }

    private static LatencySummary times(final long count, final long sum, final long max)
    {
        return LatencySummary.of(count, sum, percentile -> percentile.isMax() ? max : LatencySummary.NONE);
    }

    /** Returns the faults with places in short. */
    private static List<String> faults(final LatencySummary response, final LatencySummary handled,
        final LatencySummary deactivated, final long handlers)
    {
        return faultsOf(response, handled, deactivated, handlers).stream()
            .map(fault -> fault.replace("/latency_ns", "")).toList();
    }

    private static List<String> faultsOf(final LatencySummary response, final LatencySummary handled,
        final LatencySummary deactivated, final long handlers)
    {
        final Map<String, Books.Spread> stages = new LinkedHashMap<>();
        stages.put("signalled", new Books.Spread("/latency_ns/stages/signalled",
            times(response.count(), 300, 300 / response.count())));
        stages.put("acknowledged", new Books.Spread("/latency_ns/stages/acknowledged", times(response.count(), 0, 0)));
        stages.put("deactivated", new Books.Spread("/latency_ns/stages/deactivated", deactivated));
        final Placed elapsed = new Placed("/measured_ns", 10);
        final Books.Time time = new Books.Time(elapsed, 0, List.of(), new Books.PeTime(
            "/pe_time_ns", null, elapsed, 0, Map.of("idle", 10L), 1), List.of(), 0);

        return Soundness.faults(new Books(new Books.Accounts(null, List.of(), List.of(), List.of(), null, null,
            List.of(), List.of()), new Books.Samples(new Books.Drawn(null, List.of(), true, true, 0,
            handlers, false), new Books.Spread("/latency_ns/response", response),
            handled == null ? null : new Books.Spread("/latency_ns/handled", handled), null, null, stages,
            List.of(), List.of(), null), time, Books.Claims.NONE, List.of()));
    }
}

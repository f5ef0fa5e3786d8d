package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Condition;
import org.gale.engine.config.Outcome;
import org.gale.engine.report.StormResults;
import org.gale.engine.storm.scenario.Warmup;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of sums of the parts of a storm, of drawn ones above all. */
class ResultSumTest
{
    private static final int ROUNDS = 100;
    private static final int OUTLIERS = 3;
    private static final int DRAWN = 20;
    /** Outcomes of storms, the first in rank first. */
    private static final List<Outcome> FAILED = List.of(Outcome.INTERNAL, Outcome.JOURNAL_DAMAGED,
        Outcome.INVARIANT_BROKEN, Outcome.DIVERGED, Outcome.RESOURCES);
    /** Ends that say more about the whole than those after them; else each part offered its count. */
    private static final List<StormEnd> ENDS = List.of(StormEnd.FAILED, StormEnd.STUCK, StormEnd.INTERRUPTED,
        StormEnd.CONDITION, StormEnd.DURATION);
    private static final List<StormEnd> ALL_ENDS = List.of(StormEnd.values());
    private static final int ORDERS = 4;
    private static final long SECOND_NS = 1_000_000_000;

    private final Random random = new Random(53);

    @Test
    void shouldAddPartsInAnyGrouping()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final StormResult one = drawn(0);
            final StormResult two = drawn(1);
            final StormResult three = drawn(2);
            final StormResult all = sum(one, two, three);

            assertSame(all, sum(sum(one, two), three));
            assertSame(all, sum(one, sum(two, three)));
        }
    }

    /** The stop that is named is the first one, by time and then by partition; so is the failure of an outcome. */
    @Test
    void shouldHaveOneSumInAnyOrderOfTheParts()
    {
        for (int i = 0; i < DRAWN; i++)
        {
            final List<StormResult> parts = List.of(drawn(0), drawn(1), drawn(2), drawn(3));
            final StormResult expected = ResultSum.of(parts, OUTLIERS);
            StormVerdict.Stop first = null;
            StormVerdict failed = null;
            for (final StormResult part : parts)
            {
                final StormVerdict one = part.verdict();
                final boolean isBefore = one.stop() != null && (first == null || one.stop().atNs() < first.atNs() ||
                    (one.stop().atNs() == first.atNs() && one.partition() < first.partition()));
                first = isBefore ? one.stop() : first;
                failed = one.failure() != null && (failed == null || rank(one) < rank(failed) ||
                    (rank(one) == rank(failed) && one.partition() < failed.partition())) ? one : failed;
            }
            final StormEnd end = ENDS.stream().filter(one -> parts.stream().anyMatch(
                part -> part.verdict().end() == one)).findFirst().orElse(StormEnd.COUNT);
            assertEquals(end, expected.verdict().end());
            assertEquals(failed == null ? Outcome.OK : failed.outcome(), expected.verdict().outcome());
            assertEquals(failed == null && parts.stream().anyMatch(part -> part.verdict().interrupted()),
                expected.verdict().interrupted());
            assertEquals(first, expected.verdict().stop());
            assertEquals(failed == null ? null : failed.failure(), expected.verdict().failure());
            assertEquals(failed == null ? 0 : failed.partition(), expected.verdict().partition());

            for (int order = 0; order < ORDERS; order++)
            {
                final List<StormResult> other = new ArrayList<>(parts);
                Collections.shuffle(other, random);
                final StormResult sum = ResultSum.of(other, OUTLIERS);
                assertEquals(expected.verdict(), sum.verdict());
                assertSame(expected, sum);
            }
        }
    }

    @Test
    void shouldHaveTheWholeAsTheSumOfItsParts()
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final List<StormResult> parts = new ArrayList<>();
            final Histogram response = new LatencyHistogram(SummedHistogram.HIGHEST_NS, 3);
            EventAccount account = EventAccount.NONE;
            long longestNs = 0;
            for (int part = 0; part <= random.nextInt(5); part++)
            {
                parts.add(drawn(part));
                account = account.plus(parts.get(part).totals().accounting().account());
                longestNs = Math.max(longestNs, parts.get(part).totals().elapsedNs());
            }
            final StormResult sum = ResultSum.of(parts, OUTLIERS);
            final boolean isAnyMeasured = parts.stream().anyMatch(part -> !isKept(part));
            parts.stream().filter(part -> !isAnyMeasured || !isKept(part))
                .forEach(part -> response.add(part.latencies().response()));

            assertEquals(account, sum.totals().accounting().account());
            assertEquals(longestNs, sum.totals().elapsedNs());
            assertEquals(LatencySummary.of(response), LatencySummary.of(sum.latencies().response()));
            assertEquals(account, sum.totals().groups().stream().map(Part::account)
                .reduce(EventAccount.NONE, EventAccount::plus));
        }
    }

    @Test
    void shouldNameTheEngineOfWhatIsShownAlone()
    {
        final StormResult failed = StormResults.result(
            StormResults.CONFIG, StormResults.accounting(10, 9, 0), 5, true, 0, "1 event was lost");
        final StormResult sum = ResultSum.of(List.of(drawn(0).ofEngine(0), failed.ofEngine(1)), OUTLIERS);

        assertEquals("engine 1: 1 event was lost", sum.verdict().failure());
        assertEquals(List.of(0), sum.latencies().outliers().stream()
            .map(StormLatencies.Explained::engine).distinct().toList());
    }

    private static int rank(final StormVerdict one)
    {
        return FAILED.indexOf(one.outcome());
    }

    private static void assertSame(final StormResult one, final StormResult other)
    {
        assertEquals(one.totals(), other.totals());
        assertEquals(one.rates(), other.rates());
        assertEquals(one.latencies(), other.latencies());
        assertEquals(one.history(), other.history());
        assertEquals(one, other);
    }

    private static boolean isKept(final StormResult part)
    {
        return part.rates().warmup().ending().isKept();
    }

    private static StormResult sum(final StormResult... parts)
    {
        return ResultSum.of(List.of(parts), OUTLIERS);
    }

    /** Returns the result of a part of a storm, with a VM of its own. */
    private StormResult drawn(final int vm)
    {
        final long offered = 100L + random.nextInt(100);
        final long pending = random.nextInt(9);
        final EventAccount account = EventAccount.counted(0, offered, offered - pending);
        final LatencyHistogram response = new LatencyHistogram(SummedHistogram.HIGHEST_NS, 3);
        for (int i = random.nextInt(200); i > 0; i--)
        {
            response.recordTime(random.nextInt(1 << 20), 1);
        }
        final Warmup.Ending ending = random.nextInt(4) == 0 ? Warmup.Ending.UNFINISHED : Warmup.Ending.SETTLED;
        final boolean isKept = ending.isKept();
        StormResult result = StormResults.sound();
        result = StormResults.with(result, "totals.elapsedNs", 1 + random.nextInt(1_000));
        result = StormResults.with(result, "totals.accounting", new StormAccounting(
            offered, offered - pending, 0, pending, Map.of(), List.of(new StormAccounting.OfVm(vm, account)),
            List.of(new AccountingRow("wakes", "Wakes", random.nextInt(9), ""))));
        result = StormResults.with(result, "totals.groups", List.of(new Part("vm", 3, null, account,
            Part.Times.of(response), null, null, null, List.of())));
        result = StormResults.with(result, "rates", new MeasuredRates(new Warmup.Past(ending, 100 + vm,
            isKept ? offered : 7, isKept ? offered - pending : 7), 50 + random.nextInt(9),
            isKept ? offered : offered - 7, isKept ? offered - pending : offered - pending - 7));
        result = StormResults.with(result, "generator", null);
        result = StormResults.with(result, "journal", null);            // a digest of digests depends on the grouping
        result = StormResults.with(result, "latencies.response", response);
        result = StormResults.with(result, "latencies.outliers", List.of(outlier(vm), outlier(vm)));

        result = StormResults.with(result, "verdict", verdict((vm * 2 + 3) % 5));

        return StormResults.with(result, "history", history());
    }

    /** Returns the verdict on a partition, which may have failed, or ended by a condition at one of two times. */
    private StormVerdict verdict(final int partition)
    {
        final Outcome outcome =
            random.nextInt(2) == 0 ? Outcome.OK : FAILED.get(random.nextInt(FAILED.size()));
        final StormVerdict.Stop stop = random.nextBoolean() ? null :
            new StormVerdict.Stop(Condition.parse("response > 1us"), null, 1 + random.nextInt(2), partition);

        return new StormVerdict(outcome, outcome == Outcome.OK ? null : outcome + " of " + partition, null, stop,
            random.nextInt(4) == 0, ALL_ENDS.get(random.nextInt(ALL_ENDS.size())), partition);
    }

    private StormLatencies.Explained outlier(final int vm)
    {
        final long ns = 1_000L + random.nextInt(1_000);

        return new StormLatencies.Explained(
            new Outlier(1, vm, random.nextInt(100), 0, new Outlier.Batch(0, 0, 0, 0), 0, ns), OutlierCause.UNKNOWN, ns);
    }

    private StormHistory history()
    {
        final List<Interval> seconds = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--)
        {
            seconds.add(new Interval(seconds.size() * SECOND_NS, SECOND_NS, false, new Interval.Counts(
                random.nextInt(9), random.nextInt(9), random.nextInt(9), 0, random.nextInt(99)), Map.of(), List.of()));
        }

        return new StormHistory(seconds, new ResponseHeat(1L << random.nextInt(3), List.of(heat(), heat(), heat())), 0);
    }

    private List<Long> heat()
    {
        final List<Long> steps = new ArrayList<>();
        for (int step = 0; step < HeatScale.STEPS; step++)
        {
            steps.add((long)random.nextInt(3));
        }

        return steps;
    }
}

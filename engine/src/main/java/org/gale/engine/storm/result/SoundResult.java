package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.gale.engine.config.Outcome;

/** Judge of results and of their sums by the laws of {@link Soundness}. Pure functions. */
public final class SoundResult
{
    private SoundResult()
    {
    }

    /**
     * Returns a result with its verdict, or one that is broken where it contradicts itself. A result that failed stays
     * as it is: it says so.
     *
     * @param asked what was asked of the storm
     */
    public static StormResult judged(final StormResult result, final Asked asked)
    {
        return result.verdict().failure() != null ? result :
            broken(result, Soundness.faults(ResultBooks.of(result, asked)));
    }

    /**
     * Returns a sum of results with its verdict, or one that is broken where it contradicts itself or its parts.
     *
     * @param parts that ran side by side
     */
    public static StormResult judged(final StormResult sum, final List<StormResult> parts)
    {
        return sum.verdict().failure() != null ? sum : broken(sum, faults(sum, parts));
    }

    /**
     * Returns a sum of results with its verdict, or one that is broken where it contradicts itself or its parts.
     *
     * @param parts that ran side by side
     * @param asked what was asked of the storm
     */
    public static StormResult judged(final StormResult sum, final List<StormResult> parts, final Asked asked)
    {
        return judged(judged(sum, parts), asked);
    }

    private static StormResult broken(final StormResult result, final List<String> faults)
    {
        return faults.isEmpty() ? result : result.with(new StormVerdict(Outcome.INVARIANT_BROKEN,
            "P14 broken: the result contradicts itself: " + String.join("; ", faults), null,
            result.verdict().stop(), result.verdict().interrupted(), StormEnd.FAILED, result.verdict().partition()));
    }

    /**
     * Returns what a sum has that its parts do not add up to.
     *
     * @param parts that ran side by side: no two have a VM in common
     */
    public static List<String> faults(final StormResult sum, final List<StormResult> parts)
    {
        final Soundness soundness = new Soundness(null);
        final List<Placed> times = new ArrayList<>();
        final Map<Integer, Integer> owners = new HashMap<>();
        for (int i = 0; i < parts.size(); i++)
        {
            times.add(new Placed("part " + i + " elapsed_ns", parts.get(i).totals().elapsedNs()));
            for (final StormAccounting.OfVm vm : parts.get(i).totals().accounting().vms())
            {
                final Integer other = vm.account().isZero() ? null : owners.put(vm.vmId(), i);
                soundness.must(other == null, () -> "parts " + other + " and " + owners.get(vm.vmId()) +
                    " both have VM " + vm.vmId());
            }
        }
        sum(soundness, "offered", sum, parts, one -> one.totals().accounting().offered());
        sum(soundness, "delivered", sum, parts, one -> one.totals().accounting().delivered());
        sum(soundness, "coalesced", sum, parts, one -> one.totals().accounting().coalesced());
        sum(soundness, "pending", sum, parts, one -> one.totals().accounting().pending());
        sum(soundness, "rejected", sum, parts, one -> one.totals().accounting().rejectedInAll());
        sum(soundness, "sent", sum, parts, one -> one.totals().sent().sent());
        if (sum.model() != null)
        {
            sum(soundness, "pe_time_ns", sum, parts, one ->
                one.model().peNs().values().stream().mapToLong(Long::longValue).sum());
        }
        final Placed elapsed = new Placed("/elapsed_ns", sum.totals().elapsedNs());
        times.forEach(time -> soundness.atMost(time, elapsed));
        soundness.must(times.stream().anyMatch(time -> time.value() == elapsed.value()), () ->
            elapsed + ", and no part has that");

        return soundness.faults();
    }

    private static void sum(final Soundness soundness, final String name, final StormResult sum,
        final List<StormResult> parts, final Function<StormResult, Long> figure)
    {
        soundness.equal(new Placed('/' + name, figure.apply(sum)), Placed.sum("the sum of the parts", parts.stream()
            .map(part -> new Placed(name, figure.apply(part))).toList()));
    }
}

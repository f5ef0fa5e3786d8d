package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.scenario.ActionRate;

/**
 * Sums of what the engines of a storm did in their time: pace of the generators, stalls, actions. Of stalls the engine
 * counts that waited the most. Pure functions.
 */
final class HostSums
{
    private HostSums()
    {
    }

    /**
     * Returns the generators of all parts.
     *
     * @param isApart true of parts that started apart, each of which has reached a rate in its own time
     * @return null on the virtual clock
     */
    static GeneratorTotals generator(final List<StormResult> parts, final boolean isApart)
    {
        if (parts.get(0).generator() == null)
        {
            return null;
        }
        final List<GeneratorTotals> all = parts.stream().map(StormResult::generator).toList();
        final List<GeneratorPace> paces = all.stream().map(GeneratorTotals::pace).toList();
        final Histogram lag = HistogramSum.of(all.stream().map(GeneratorTotals::lag).toList());
        final long ns = parts.stream().mapToLong(part -> part.rates().ns()).max().orElse(1);
        final double reached = parts.stream().mapToDouble(part -> part.generator().pace().reachedPerS() *
            (isApart ? 1 : (double)part.rates().ns() / ns)).sum();

        return new GeneratorTotals(new GeneratorPace(
            paces.stream().mapToDouble(GeneratorPace::askedPerS).sum(), reached,
            paces.stream().mapToDouble(GeneratorPace::leastPerS).sum(),
            paces.stream().mapToLong(GeneratorPace::shortSeconds).max().orElse(0),
            paces.stream().mapToDouble(GeneratorPace::fullShare).max().orElse(0),
            paces.stream().mapToLong(GeneratorPace::skipped).sum(),
            Math.max(0, LatencySummary.at(lag, LatencySummary.TAIL)),
            paces.stream().mapToLong(GeneratorPace::responseNs).max().orElse(0),
            paces.stream().anyMatch(GeneratorPace::hasModels)), lag,
            all.stream().mapToLong(GeneratorTotals::refused).sum(),
            new LaneWords(all.stream().mapToLong(part -> part.words().published()).sum(),
            all.stream().mapToLong(part -> part.words().drained()).sum(),
            all.stream().mapToLong(part -> part.words().left()).sum()));
    }

    /** {@return the effects of the host on all engines; null on the virtual clock} */
    static HostEffects host(final List<StormResult> parts)
    {
        if (parts.get(0).host() == null)
        {
            return null;
        }
        final List<HostEffects.Moment> moments = new ArrayList<>();
        final Set<String> notes = new LinkedHashSet<>();
        parts.forEach(part ->
        {
            moments.addAll(part.host().moments());
            notes.addAll(part.host().notes());
        });
        moments.sort(Comparator.comparingLong(HostEffects.Moment::startNs));

        return new HostEffects(stalls(parts.stream().map(part -> part.host().stalls()).toList()), moments,
            parts.get(0).host().cpus(), List.copyOf(notes));
    }

    private static Stalls stalls(final List<Stalls> parts)
    {
        final Map<String, Stalls.OfThread> threads = new LinkedHashMap<>();
        parts.forEach(part -> part.threads().forEach(thread -> threads.merge(thread.name(), thread, (one, other) ->
            new Stalls.OfThread(one.name(), Math.max(one.waitNs(), other.waitNs()),
            Math.max(one.longestNs(), other.longestNs())))));

        return new Stalls(parts.stream().mapToLong(Stalls::ns).max().orElse(0), parts.get(0).cores(),
            List.copyOf(threads.values()), parts.stream().mapToLong(Stalls::stolenNs).max().orElse(0),
            parts.stream().mapToLong(Stalls::throttledNs).max().orElse(0));
    }

    /** Returns the actions of all engines. */
    static StormActions actions(final List<StormResult> parts)
    {
        final List<StormActions> all = parts.stream().map(part -> part.totals().actions()).toList();
        if (all.get(0).kinds().isEmpty())
        {
            return all.get(0);
        }
        final List<AskedActions> kinds = new ArrayList<>();
        for (int i = 0; i < all.get(0).kinds().size(); i++)
        {
            final int kind = i;
            kinds.add(kind(all.stream().map(actions -> actions.kinds().get(kind)).toList(),
                parts.get(0).model() != null));
        }

        return new StormActions(kinds, timeline(all.stream().map(StormActions::timeline).toList()),
            StormMigrations.sum(all.stream().map(StormActions::migrations).toList()));
    }

    private static AskedActions kind(final List<AskedActions> parts, final boolean isVirtual)
    {
        final AskedActions first = parts.get(0);
        final ActionRate rate = isVirtual || first.rate().isByEvents() ? first.rate() :
            ActionRate.perSecond(parts.stream().mapToLong(part -> part.rate().count()).sum());

        return new AskedActions(first.setting(), first.done(), rate,
            parts.stream().anyMatch(AskedActions::isAsked), parts.stream().mapToLong(AskedActions::due).sum(),
            parts.stream().mapToLong(AskedActions::begun).sum(),
            parts.stream().mapToLong(AskedActions::completed).sum(), first.obstacle(), first.period());
    }

    /** Adds time lines, whose slices are powers of two of a millisecond long and begin with the engine's first one. */
    private static ActionTimeline timeline(final List<ActionTimeline> parts)
    {
        final long sliceNs = parts.stream().mapToLong(ActionTimeline::sliceNs).max().orElse(0);
        final List<ActionTimeline.Slice> sums = new ArrayList<>();
        for (final ActionTimeline part : parts)
        {
            final int each = part.sliceNs() == 0 ? 1 : (int)(sliceNs / part.sliceNs());
            for (int i = 0; i < part.slices().size(); i++)
            {
                final ActionTimeline.Slice slice = part.slices().get(i);
                if (sums.size() <= i / each)
                {
                    sums.add(new ActionTimeline.Slice(0, 0, 0, 0));
                }
                final ActionTimeline.Slice sum = sums.get(i / each);
                sums.set(i / each, new ActionTimeline.Slice(sum.ended() + slice.ended(), sum.openNs() + slice.openNs(),
                    sum.heldNs() + slice.heldNs(), sum.moves() + slice.moves()));
            }
        }

        return new ActionTimeline(parts.stream().filter(part -> !part.slices().isEmpty())
            .mapToLong(ActionTimeline::startNs).min().orElse(0), sliceNs, sums);
    }
}

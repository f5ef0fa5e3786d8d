package org.gale.engine.storm.result;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.gale.engine.storm.figure.Latency;

/** Laws of the samples of a result: how many there are, and what histograms hold. Used once. */
final class SampleLaws
{
    /** Stages that some interrupts skip: those whose guests need no wake, and find a PE free. */
    private static final List<String> SKIPPED = List.of(Latency.WOKEN.label(), Latency.WAITING.label());

    /** Stage behind the response, which lies before the ends of handlers where a result has these. */
    private static final String DEACTIVATED = Latency.DEACTIVATED.label();

    private final Books books;
    private final Books.Samples samples;
    private final Faults faults;

    /**
     * Takes the books of a result.
     *
     * @param faults takes what breaks a law
     */
    SampleLaws(final Books books, final Faults faults)
    {
        this.books = books;
        this.samples = books.samples();
        this.faults = faults;
    }

    /** Checks all samples. */
    void check()
    {
        Stream.of(Stream.of(samples.response(), samples.handled(), samples.service(), samples.request())
            .filter(Objects::nonNull),
            ofStages().stream(), samples.vms().stream(), samples.routes().stream(), books.spreads().stream())
            .flatMap(Function.identity()).forEach(this::spread);
        if (samples.response() != null)
        {
            responses(samples.response());
        }
        divided(books.accounts().groups(), "/groups");
        divided(books.accounts().phases(), "/phases");
    }

    /** Checks that the samples and deliveries of all groups, or of all phases, are those of the storm. */
    private void divided(final List<Books.Part> parts, final String words)
    {
        final List<Placed> delivered =
            parts.stream().map(Books.Part::delivered).filter(Objects::nonNull).toList();
        if (samples.drawn().delivered() != null && !delivered.isEmpty())
        {
            faults.equal(samples.drawn().delivered(), Placed.sum("the sum of its " + words, delivered));
        }
        parts(parts);
        counts(samples.response(), spreads(parts, Books.Part::response), words);
        counts(samples.handled(), spreads(parts, Books.Part::handled), words);
        counts(samples.request(), spreads(parts, Books.Part::request), words);
    }

    private void responses(final Books.Spread response)
    {
        sampled(response, samples.drawn().delivered());
        if (books.accounts().storm() != null && samples.drawn().delivered() != null)
        {
            faults.atMost(samples.drawn().delivered(), books.accounts().storm().figure("delivered"));
        }
        counts(response, samples.vms(), "VMs");
        counts(response, samples.routes(), "routes");
        if (!samples.drawn().ofRoutes().isEmpty() && samples.drawn().delivered() != null)
        {
            faults.equal(samples.drawn().delivered(), Placed.sum("the sum of its routes", samples.drawn().ofRoutes()));
        }
        if (samples.slowest() != null && response.times().count() > 0)
        {
            faults.equal(response.max(), new Placed(
                samples.slowest().place(), SummedHistogram.limited(samples.slowest().value())));
        }
        if (samples.handled() != null)
        {
            handled(response, samples.handled());
        }
        if (samples.stages() != null)
        {
            stages(response);
        }
    }

    private Collection<Books.Spread> ofStages()
    {
        return samples.stages() == null ? List.of() : samples.stages().values();
    }

    /** Checks that handlers have ended whose interrupts were acknowledged: all but those that may run at the end. */
    private void handled(final Books.Spread response, final Books.Spread handled)
    {
        faults.atMost(handled.count(), response.count());
        faults.must(response.times().count() - handled.times().count() <= samples.drawn().handlers(), () ->
            response.count() + ", and " + handled.count() + ", of which each has an end but " +
            samples.drawn().handlers());
        if (handled.times().count() == response.times().count() && response.times().count() > 0)
        {
            faults.atMost(response.max(), handled.max());
        }
    }

    /** Checks that each response has its stages; on the virtual clock they are all there, and add up to it. */
    private void stages(final Books.Spread response)
    {
        samples.stages().forEach((name, stage) ->
        {
            if (isLater(name))
            {
                faults.atMost(stage.count(), ends(response).count());
                return;
            }
            final Books.Spread whole = name.equals(DEACTIVATED) ? ends(response) : response;
            if (SKIPPED.contains(name))
            {
                faults.atMost(stage.count(), whole.count());
            }
            else
            {
                faults.equal(stage.count(), whole.count());
            }
            faults.atMost(stage.max(), whole.max());
        });
        final boolean isModelled = books.time() != null && books.time().pes() != null;
        if (!isModelled && samples.drawn().isStamped() && samples.service() != null)
        {
            stamps(response);
        }
        final boolean isShown = samples.stages().isEmpty() || !SKIPPED.containsAll(samples.stages().keySet());
        if (!isModelled || !isShown || response.times().count() == 0)
        {
            return;                                                 // one that lists no other stages has not all
        }
        for (final Latency stage : Latency.stages(true))
        {
            faults.must(SKIPPED.contains(stage.label()) || samples.stages().containsKey(stage.label()), () ->
                response.count() + ", and the stage " + stage.label() + " has none");
        }
        if (response.times().sum() != LatencySummary.NONE &&
            ofStages().stream().allMatch(stage -> stage.times().sum() != LatencySummary.NONE))
        {
            sums(response);
        }
    }

    /** Returns whether a stage lies after the end of the handler, in no other time. */
    private static boolean isLater(final String name)
    {
        final Latency stage = Latency.of(name);

        return stage != null && stage.isLater();
    }

    /** Checks that the stages of the wall clock add up to the response, and those of the engine to the service. */
    private void stamps(final Books.Spread response)
    {
        final boolean isKnown = response.times().sum() != LatencySummary.NONE &&
            samples.service().times().sum() != LatencySummary.NONE &&
            ofStages().stream().allMatch(stage -> stage.times().sum() != LatencySummary.NONE);
        final boolean isLimited = response.times().max() >= SummedHistogram.HIGHEST_NS;
        if (isKnown && !isLimited && response.times().count() > 0)
        {
            faults.equal(response.count(), samples.service().count());
            faults.equal(response.sum(), Placed.sum("the sum of its stages", ofStages(List.of())));
            faults.equal(samples.service().sum(), Placed.sum("the sum of its stages from the drain on",
                ofStages(List.of(Latency.LATE.label(), Latency.QUEUED.label()))));
        }
    }

    private List<Placed> ofStages(final List<String> without)
    {
        return samples.stages().entrySet().stream()
            .filter(stage -> !without.contains(stage.getKey()) && !isLater(stage.getKey()))
            .map(stage -> stage.getValue().sum()).toList();
    }

    /** Checks that the stages up to the acknowledge add up to the response, and with the handler to its end. */
    private void sums(final Books.Spread response)
    {
        final Books.Spread handled = samples.handled();
        faults.equal(response.sum(), Placed.sum("the sum of its stages", samples.stages().entrySet().stream()
            .filter(stage -> !isLater(stage.getKey()) && (handled == null || !stage.getKey().equals(DEACTIVATED)))
            .map(stage -> stage.getValue().sum()).toList()));
        final Books.Spread handler = samples.stages().get(DEACTIVATED);
        if (handled == null || handler == null || handled.times().sum() == LatencySummary.NONE)
        {
            return;
        }
        final long running = response.times().count() - handled.times().count();
        final Placed both =
            Placed.sum("the sum of responses and handlers", List.of(response.sum(), handler.sum()));
        if (running == 0)
        {
            faults.equal(handled.sum(), both);
        }
        else
        {
            faults.atMost(handled.sum(), both);
            faults.must(response.times().max() >= SummedHistogram.HIGHEST_NS ||
                both.value() - handled.sum().value() <= running * response.times().max(), () ->
                handled.sum() + ", and " + both + ", of which " + running + " have no end");
        }
    }

    /** Returns what has as many samples as handlers have ended: the responses of a report without. */
    private Books.Spread ends(final Books.Spread response)
    {
        return samples.handled() == null ? response : samples.handled();
    }

    /** Checks that no more handlers of a part have ended than interrupts were acknowledged, and none before that. */
    private void ends(final Books.Spread response, final Books.Spread handled)
    {
        if (handled != null)
        {
            faults.atMost(handled.count(), response.count());
            if (handled.times().count() == response.times().count() && response.times().sum() != LatencySummary.NONE &&
                handled.times().sum() != LatencySummary.NONE)
            {
                faults.atMost(response.sum(), handled.sum());
            }
        }
    }

    /** Checks that there are as many samples as interrupts, where all are sampled. */
    private void sampled(final Books.Spread response, final Placed delivered)
    {
        if (delivered == null)
        {
            return;
        }
        faults.notNegative(delivered);
        if (samples.drawn().isAll() && samples.drawn().isWhole() && samples.drawn().slack() == 0)
        {
            faults.equal(response.count(), delivered);
        }
        else
        {
            // After a warm-up fewer are right: what came in it has no sample, however many waited at its end.
            faults.must(response.times().count() <= delivered.value() + samples.drawn().slack(), () ->
                response.count() + ", and " + delivered);
            faults.must(!samples.drawn().isAll() || !samples.drawn().isWhole() ||
                response.times().count() >= delivered.value() - samples.drawn().slack(), () ->
                response.count() + ", and " + delivered + ", of which each has a sample");
        }
    }

    /** Checks that samples of parts are those of the whole: their number, their sum and the greatest of them. */
    private void counts(final Books.Spread whole, final List<Books.Spread> parts, final String words)
    {
        final String what = "the sum of its " + words;
        if (parts.isEmpty() || whole == null)
        {
            faults.equal(new Placed("the number of all samples", 0),
                Placed.sum(what, parts.stream().map(Books.Spread::count).toList()));
            return;
        }
        faults.equal(whole.count(), Placed.sum(what, parts.stream().map(Books.Spread::count).toList()));
        if (whole.times().sum() != LatencySummary.NONE &&
            parts.stream().allMatch(part -> part.times().sum() != LatencySummary.NONE))
        {
            faults.equal(whole.sum(), Placed.sum(what, parts.stream().map(Books.Spread::sum).toList()));
        }
        if (whole.times().count() > 0)
        {
            faults.equal(whole.max(), new Placed("the greatest of its " + words,
                parts.stream().mapToLong(part -> part.times().max()).max().orElse(LatencySummary.NONE)));
        }
    }

    /** Checks that percentiles ascend to the maximum, and that the mean lies below it. */
    private void spread(final Books.Spread spread)
    {
        faults.notNegative(spread.count());
        long before = 0;
        for (final long value : spread.times().values())
        {
            final long least = before;
            faults.must(value == LatencySummary.NONE || value >= least, () ->
                spread.place() + " has " + value + " after " + least);
            before = value == LatencySummary.NONE ? before : value;
        }
        final long count = spread.times().count();
        final long sum = spread.times().sum();
        final long max = spread.times().max();
        faults.must(count > 0 || max == LatencySummary.NONE, () -> spread.count() + ", and " + spread.max());
        bounds(spread);
        if (count > 0 && max != LatencySummary.NONE && sum != LatencySummary.NONE)
        {
            final boolean isLimited = max >= SummedHistogram.HIGHEST_NS;
            faults.must(max <= sum && (isLimited || sum / count <= max), () ->
                spread.sum() + ", " + spread.count() + " and " + spread.max());
        }
    }

    /** Checks that the buckets of a histogram hold what its sum and its maximum say. */
    private void bounds(final Books.Spread spread)
    {
        final Books.Bounds bounds = spread.bounds();
        if (bounds != null)
        {
            between(spread.max(), bounds.leastMax(), bounds.mostMax());
            if (spread.times().sum() != LatencySummary.NONE)
            {
                between(spread.sum(), bounds.leastSum(), bounds.mostSum());
            }
        }
    }

    private void between(final Placed value, final long least, final long most)
    {
        faults.must(value.value() >= least && value.value() <= most, () ->
            value + ", and its buckets give " + least + " to " + most);
    }

    /** Checks the samples of groups or phases. */
    private void parts(final List<Books.Part> parts)
    {
        for (final Books.Part part : parts)
        {
            Stream.of(part.response(), part.handled(), part.request()).filter(Objects::nonNull)
                .forEach(this::spread);
            if (part.response() != null)
            {
                sampled(part.response(), part.delivered());
                ends(part.response(), part.handled());
            }
            parts(part.groups());
        }
    }

    private static List<Books.Spread> spreads(
        final List<Books.Part> parts, final Function<Books.Part, Books.Spread> latency)
    {
        return parts.stream().map(latency).filter(Objects::nonNull).toList();
    }
}

package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gale.engine.config.NumberText;

/**
 * Soundness of results: laws that every result keeps, whatever it is of. Each storm asks them at its end, each sum of
 * its parts, each resume and each command that reads a report. A fault names both numbers with their places. Used once.
 */
public final class Soundness
{
    /** Counters that parts of a storm add up to. */
    private static final List<String> OF_PARTS =
        List.of("offered", "delivered", "coalesced", "pending", EventAccount.HELD, "rejected");
    /** Counters that phases add up to: what is pending or held goes on to the next one. */
    private static final List<String> OF_PHASES = List.of("offered", "delivered", "coalesced", "rejected");
    /** Stages that some interrupts skip: those of guests that need no wake. */
    private static final List<String> SKIPPED = List.of("woken", "waiting");

    private final Books books;
    private final List<String> faults = new ArrayList<>();

    /** Makes the laws of books, or of no books for a sum and its parts. */
    Soundness(final Books books)
    {
        this.books = books;
    }

    /**
     * Returns the laws that books break, each with its numbers and their places; none of a sound result.
     *
     * @throws ArithmeticException if a sum is beyond all limits
     */
    public static List<String> faults(final Books books)
    {
        final Soundness soundness = new Soundness(books);
        soundness.accounts();
        if (books.samples() != null)
        {
            soundness.samples();
            soundness.ofParts(books.accounts().groups(), "/groups");
            soundness.ofParts(books.accounts().phases(), "/phases");
        }
        if (books.time() != null)
        {
            soundness.time();
        }
        soundness.claims();
        books.sums().forEach(sum -> soundness.equal(sum.whole(), Placed.sum(sum.words(), sum.parts())));

        return soundness.faults();
    }

    /** Returns the faults that were found. */
    List<String> faults()
    {
        return List.copyOf(faults);
    }

    private void accounts()
    {
        final Books.Accounts accounts = books.accounts();
        if (accounts.storm() != null)
        {
            account(accounts.storm());
            accounts.vms().forEach(this::account);
            accounts.groups().forEach(group -> account(group.account()));
            sums(accounts.storm(), accounts.vms(), OF_PARTS);
            sums(accounts.storm(), of(accounts.groups()), OF_PARTS);
            sums(accounts.storm(), of(accounts.phases()), OF_PHASES);
            phases(accounts.phases());
            if (!accounts.merged().isEmpty())
            {
                accounts.merged().forEach(this::notNegative);
                equal(accounts.storm().figure("coalesced"), Placed.sum("the sum of its places", accounts.merged()));
            }
            final String unsent = accounts.sent() == null ? null : accounts.sent().fault(
                accounts.storm().events().offered(), accounts.ofNoVm().value());
            must(unsent == null, () -> unsent + " (" + accounts.storm().figure("offered") + ')');
        }
    }

    private static List<Books.Account> of(final List<Books.Part> parts)
    {
        return parts.stream().map(Books.Part::account).toList();
    }

    /** Checks that no count is negative, and that what was carried in and offered is what it became. */
    private void account(final Books.Account account)
    {
        account.figures().forEach(this::notNegative);
        final EventAccount events = account.events();
        final long begins = events.carriedIn() + events.offered();
        must(events.remainder() == 0, () -> "the account of " + account.name() + " does not balance: " +
            account.place() + " has " + begins + " offered, and " + (begins - events.remainder()) +
            " delivered, coalesced, pending, held and rejected");
        must(account.remainder() == null || account.remainder() == events.remainder(), () ->
            account.place() + "/remainder is " + account.remainder() + ", and its counts give " + events.remainder());
    }

    private void phases(final List<Books.Part> phases)
    {
        Placed carried = new Placed("what came before the first phase", 0);
        for (final Books.Part phase : phases)
        {
            account(phase.account());
            phase.groups().forEach(group -> account(group.account()));
            equal(phase.account().figure(Books.CARRIED), carried);
            carried = new Placed(phase.account().place() + "/pending and held", phase.account().events().handedOn());
            sums(phase.account(), of(phase.groups()), OF_PARTS);
        }
    }

    private void sums(final Books.Account whole, final List<Books.Account> parts, final List<String> counters)
    {
        if (!parts.isEmpty())
        {
            final String last = parts.get(parts.size() - 1).place();
            for (final String counter : counters)
            {
                equal(whole.figure(counter), Placed.sum("the sum of " + parts.get(0).place() + '/' + counter +
                    (parts.size() == 1 ? "" : " to " + last),
                    parts.stream().map(part -> part.figure(counter)).toList()));
            }
        }
    }

    private void samples()
    {
        final Books.Samples samples = books.samples();
        final Books.Spread response = samples.response();
        all().forEach(this::spread);
        if (response == null)
        {
            return;
        }
        sampled(response, samples.delivered());
        if (books.accounts().storm() != null && samples.delivered() != null)
        {
            atMost(samples.delivered(), books.accounts().storm().figure("delivered"));
        }
        counts(response, samples.vms(), "VMs");
        counts(response, samples.routes(), "routes");
        if (samples.slowest() != null && response.times().count() > 0)
        {
            equal(response.max(), samples.slowest());
        }
        samples.stages().forEach((name, stage) ->
        {
            if (SKIPPED.contains(name))
            {
                atMost(stage.count(), response.count());
            }
            else
            {
                equal(stage.count(), response.count());
            }
            atMost(stage.max(), response.max());
        });
        final boolean isSummed = response.times().sum() != LatencySummary.NONE && samples.stages().size() > 1 &&
            samples.stages().values().stream().allMatch(stage -> stage.times().sum() != LatencySummary.NONE);
        if (isSummed && books.time() != null && books.time().pes() != null)
        {
            equal(response.sum(), Placed.sum("the sum of its stages",
                samples.stages().values().stream().map(Books.Spread::sum).toList()));
        }
    }

    private List<Books.Spread> all()
    {
        final Books.Samples samples = books.samples();
        final List<Books.Spread> all = new ArrayList<>(samples.others());
        all.add(samples.response());
        all.addAll(samples.stages().values());
        all.addAll(samples.vms());
        all.addAll(samples.routes());
        all.removeIf(Objects::isNull);

        return all;
    }

    /** Checks that there are as many samples as interrupts, where all are sampled. */
    private void sampled(final Books.Spread response, final Placed delivered)
    {
        final Books.Samples samples = books.samples();
        if (delivered == null)
        {
            return;
        }
        notNegative(delivered);
        if (samples.isAll() && samples.slack() == 0)
        {
            equal(response.count(), delivered);
        }
        else
        {
            final long least = samples.isAll() ? delivered.value() - samples.slack() : 0;
            must(response.times().count() >= least && response.times().count() <= delivered.value() + samples.slack(),
                () -> response.count() + ", and " + delivered);
        }
    }

    /** Checks that samples of parts are those of the whole: their number, their sum and the greatest of them. */
    private void counts(final Books.Spread whole, final List<Books.Spread> parts, final String words)
    {
        final String what = "the sum of its " + words;
        if (parts.isEmpty() || whole == null)
        {
            equal(new Placed("the number of all samples", 0),
                Placed.sum(what, parts.stream().map(Books.Spread::count).toList()));
            return;
        }
        equal(whole.count(), Placed.sum(what, parts.stream().map(Books.Spread::count).toList()));
        if (whole.times().sum() != LatencySummary.NONE &&
            parts.stream().allMatch(part -> part.times().sum() != LatencySummary.NONE))
        {
            equal(whole.sum(), Placed.sum(what, parts.stream().map(Books.Spread::sum).toList()));
        }
        if (whole.times().count() > 0)
        {
            equal(whole.max(), new Placed("the greatest of its " + words,
                parts.stream().mapToLong(part -> part.times().max()).max().orElse(LatencySummary.NONE)));
        }
    }

    /** Checks that percentiles ascend to the maximum, and that the mean lies below it. */
    private void spread(final Books.Spread spread)
    {
        notNegative(spread.count());
        long before = 0;
        for (final long value : spread.times().values())
        {
            final long least = before;
            must(value == LatencySummary.NONE || value >= least, () ->
                spread.place() + " has " + value + " after " + least);
            before = value == LatencySummary.NONE ? before : value;
        }
        final boolean isAny = spread.times().count() > 0;
        must(isAny || spread.times().max() == LatencySummary.NONE, () -> spread.count() + ", and " + spread.max());
        bounds(spread);
        if (isAny && spread.times().max() != LatencySummary.NONE && spread.times().sum() != LatencySummary.NONE)
        {
            must(spread.times().max() <= spread.times().sum() &&
                spread.times().sum() / spread.times().count() <= spread.times().max(), () ->
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
        must(value.value() >= least && value.value() <= most, () ->
            value + ", and its buckets give " + least + " to " + most);
    }

    private void ofParts(final List<Books.Part> parts, final String words)
    {
        for (final Books.Part part : parts)
        {
            if (part.response() != null)
            {
                spread(part.response());
                sampled(part.response(), part.delivered());
            }
            if (part.request() != null)
            {
                spread(part.request());
            }
            ofParts(part.groups(), part.account().place());
        }
        final List<Placed> delivered =
            parts.stream().map(Books.Part::delivered).filter(Objects::nonNull).toList();
        if (!delivered.isEmpty() && books.samples().delivered() != null)
        {
            equal(books.samples().delivered(), Placed.sum("the sum of " + words, delivered));
        }
        if (!words.equals("/groups") && !words.equals("/phases"))
        {
            return;
        }
        counts(books.samples().response(), spreads(parts, Books.Part::response), words);
        counts(books.samples().others().stream().filter(one -> one.place().endsWith("/request")).findFirst()
            .orElse(null), spreads(parts, Books.Part::request), words);
    }

    private static List<Books.Spread> spreads(
        final List<Books.Part> parts, final Function<Books.Part, Books.Spread> latency)
    {
        return parts.stream().map(latency).filter(Objects::nonNull).toList();
    }

    private void time()
    {
        final Books.Time time = books.time();
        if (time.elapsed() != null)
        {
            notNegative(time.elapsed());
            atMost(Placed.sum("the sum of its parts", time.parts()),
                new Placed(time.elapsed().place(), time.elapsed().value() + time.roundedNs()));
            for (final Books.PeTime partition : time.partitions())
            {
                atMost(partition.elapsed(), time.elapsed());
            }
        }
        if (time.pes() == null)
        {
            return;
        }
        peTime(time.pes());
        time.partitions().forEach(this::peTime);
        if (!time.partitions().isEmpty())
        {
            time.pes().ns().forEach((state, ns) -> equal(new Placed(time.pes().place() + '/' + state, ns),
                Placed.sum("the sum of the partitions", time.partitions().stream().map(partition ->
                new Placed(partition.place() + '/' + state, partition.ns().getOrDefault(state, 0L))).toList())));
            must(time.partitions().stream().anyMatch(one -> one.elapsed().value() == time.elapsed().value()), () ->
                time.elapsed() + ", and no partition has that");
        }
    }

    /** Checks that the time of PEs is their number by the time of their partition. */
    private void peTime(final Books.PeTime pes)
    {
        pes.ns().forEach((state, ns) -> notNegative(new Placed(pes.place() + '/' + state, ns)));
        if (pes.pes() > 0)
        {
            final long due = Math.multiplyExact(pes.pes(), pes.elapsed().value());
            must(Math.abs(pes.sum().value() - due) <= pes.pes() * books.time().roundedNs(), () -> pes.sum() + ", and " +
                NumberText.counted(pes.pes(), "PE") + " for " + pes.elapsed() + " have " + due);
        }
    }

    /** Checks that every VM is there once, and no other one. */
    private void vms()
    {
        final Set<String> own = new LinkedHashSet<>();
        for (final Books.Account vm : books.accounts().vms())
        {
            must(own.add(vm.name()), () -> vm.place() + " is of " + vm.name() + ", which has been there before");
        }
        own.remove("VM " + Part.NO_VM);
        final String place = books.accounts().vms().isEmpty() ? "" : books.accounts().vms().get(0).place();
        final List<Integer> due = books.claims().vms();
        if (due != null)
        {
            final Set<String> missing = new LinkedHashSet<>();
            due.forEach(vm -> missing.add("VM " + vm));
            own.removeIf(missing::remove);
            final List<String> others = books.accounts().vms().stream()
                .filter(vm -> own.contains(vm.name()) && !vm.events().isZero()).map(Books.Account::name).toList();
            must(others.isEmpty(), () ->
                "the list of " + place + " has " + others.get(0) + ", which is none of its VMs");
            must(missing.isEmpty(), () -> "the list of " + place + " lacks " + missing.iterator().next());
        }
    }

    private void claims()
    {
        vms();
        final Books.Claims claims = books.claims();
        final Books.Account storm = books.accounts().storm();
        if (claims.count() != null && claims.isOfCount() && storm != null)
        {
            final long offered = storm.events().offered();
            must(offered >= claims.count().value() && offered <= claims.count().value() + claims.rest(), () ->
                storm.figure("offered") + ", and the count that was offered, " + claims.count());
        }
        must(claims.isJournaled() || (claims.replay() != StormProof.Extent.EQUAL &&
            claims.replay() != StormProof.Extent.DIVERGED), () ->
            "/host/replay says \"" + claims.replay().text() + "\", and there is no journal");
    }

    void equal(final Placed one, final Placed other)
    {
        must(one.value() == other.value(), () -> one + ", and " + other);
    }

    void atMost(final Placed part, final Placed whole)
    {
        must(part.value() <= whole.value(), () -> part + ", and " + whole);
    }

    private void notNegative(final Placed count)
    {
        must(count.value() >= 0, () -> count + ", less than 0");
    }

    void must(final boolean isKept, final Supplier<String> fault)
    {
        if (!isKept)
        {
            faults.add(fault.get());
        }
    }
}

package org.gale.engine.storm.result;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gale.engine.config.NumberText;

/**
 * Soundness of results: laws that every result keeps, whatever it is of. Each storm asks them at its end, each sum of
 * its parts, each resume and each command that reads a report. A fault names both numbers with their places. Used once.
 */
public final class Soundness
{
    /** Counters that phases add up to: what is pending or held goes on to the next one. */
    private static final List<String> OF_PHASES = List.of("offered", "delivered", "coalesced", "rejected");
    /** Counters that parts of a storm add up to. */
    private static final List<String> OF_PARTS =
        List.of("offered", "delivered", "coalesced", "pending", EventAccount.HELD, "rejected");

    private final Books books;
    private final Faults faults = new Faults();

    private Soundness(final Books books)
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
        if (books.accounts() != null)
        {
            soundness.accounts(books.accounts());
        }
        if (books.samples() != null)
        {
            new SampleLaws(books, soundness.faults).check();
        }
        if (books.time() != null)
        {
            soundness.time(books.time());
        }
        soundness.claims(books.claims());
        books.sums().forEach(sum -> soundness.faults.equal(sum.whole(), Placed.sum(sum.words(), sum.parts())));
        soundness.members(books.members());

        return soundness.faults.all();
    }

    private void accounts(final Books.Accounts accounts)
    {
        if (accounts.storm() == null)
        {
            return;
        }
        account(accounts.storm());
        accounts.vms().forEach(this::account);
        accounts.groups().forEach(group -> account(group.account()));
        sums(accounts.storm(), accounts.vms(), OF_PARTS);
        sums(accounts.storm(), of(accounts.groups()), OF_PARTS);
        sums(accounts.storm(), of(accounts.phases()), OF_PHASES);
        phases(accounts.phases());
        accounts.counts().forEach(faults::notNegative);
        if (!accounts.merged().isEmpty())
        {
            accounts.merged().forEach(faults::notNegative);
            faults.equal(accounts.storm().figure("coalesced"), Placed.sum("the sum of its places", accounts.merged()));
        }
        final String unsent = accounts.sent() == null ? null : accounts.sent().fault(
            accounts.storm().events().offered(), accounts.ofNoVm().value());
        faults.must(unsent == null, () -> unsent + " (" + accounts.storm().figure("offered") + ')');
    }

    private static List<Books.Account> of(final List<Books.Part> parts)
    {
        return parts.stream().map(Books.Part::account).toList();
    }

    /** Checks that no count is negative, and that what was carried in and offered is what it became. */
    private void account(final Books.Account account)
    {
        faults.notNegative(account.carriedIn());
        OF_PARTS.forEach(figure -> faults.notNegative(account.figure(figure)));
        final EventAccount events = account.events();
        final long begins = events.carriedIn() + events.offered();
        faults.must(events.remainder() == 0, () -> "the account of " + account.name() + " does not balance: " +
            account.place() + " has " + begins + " offered, and " + (begins - events.remainder()) +
            " delivered, coalesced, pending, held and rejected");
        faults.must(account.remainder() == null || account.remainder() == events.remainder(), () ->
            account.place() + "/remainder is " + account.remainder() + ", and its counts give " + events.remainder());
    }

    private void phases(final List<Books.Part> phases)
    {
        final Map<String, Placed> left = new HashMap<>();
        for (int i = 0; i < phases.size(); i++)
        {
            final Books.Part phase = phases.get(i);
            final boolean isFirst = i == 0;
            account(phase.account());
            carried(phase.account(), "the phases", isFirst, left);
            phase.groups().forEach(group ->
            {
                account(group.account());
                carried(group.account(), group.account().name(), isFirst, left);
            });
            sums(phase.account(), of(phase.groups()), OF_PARTS);
        }
    }

    /** Checks that a phase, or a group in it, begins with what the phase before has left it. */
    private void carried(
        final Books.Account account, final String name, final boolean isFirst, final Map<String, Placed> left)
    {
        final Placed before = left.put(
            name, new Placed(account.place() + "/pending and held", account.events().handedOn()));
        final Placed due = isFirst ? new Placed("what came before the first phase", 0) : before;
        if (due != null)
        {
            faults.equal(account.carriedIn(), due);
        }
    }

    private void sums(final Books.Account whole, final List<Books.Account> parts, final List<String> counters)
    {
        if (!parts.isEmpty())
        {
            final String last = parts.get(parts.size() - 1).place();
            for (final String counter : counters)
            {
                faults.equal(whole.figure(counter), Placed.sum("the sum of " + parts.get(0).place() + '/' + counter +
                    (parts.size() == 1 ? "" : " to " + last),
                    parts.stream().map(part -> part.figure(counter)).toList()));
            }
        }
    }

    private void time(final Books.Time time)
    {
        faults.notNegative(time.elapsed());
        faults.atMost(Placed.sum("the sum of its parts", time.parts()),
            new Placed(time.elapsed().place(), time.elapsed().value() + time.roundedNs()));
        time.partitions().forEach(partition -> faults.atMost(partition.elapsed(), time.elapsed()));
        if (time.pes() == null)
        {
            return;
        }
        peTime(time.pes());
        time.partitions().forEach(this::peTime);
        numbers(time.partitions());
        if (!time.partitions().isEmpty() && time.beyond() == 0)
        {
            final Set<String> states = new LinkedHashSet<>(time.pes().ns().keySet());
            time.partitions().forEach(partition -> states.addAll(partition.ns().keySet()));
            states.forEach(state -> state(time, state));
            faults.equal(time.elapsed(), longest(time.partitions().stream().map(Books.PeTime::elapsed).toList()));
        }
    }

    /** Checks that the time of all PEs in a state is that of the PEs of all partitions. */
    private void state(final Books.Time time, final String state)
    {
        final List<Placed> parts = time.partitions().stream().map(partition -> new Placed(
            partition.place() + '/' + state, partition.ns().getOrDefault(state, 0L))).toList();
        faults.equal(new Placed(time.pes().place() + '/' + state, time.pes().ns().getOrDefault(state, 0L)),
            Placed.sum("the sum of the partitions", parts));
    }

    /** Checks that the time of PEs is their number by the time of their partition. */
    private void peTime(final Books.PeTime pes)
    {
        pes.ns().forEach((state, ns) -> faults.notNegative(new Placed(pes.place() + '/' + state, ns)));
        if (pes.pes() > 0)
        {
            final long due = Math.multiplyExact(pes.pes(), pes.elapsed().value());
            faults.must(Math.abs(pes.sum().value() - due) <= pes.pes() * pes.roundedNs(), () -> pes.sum() + ", and " +
                NumberText.counted(pes.pes(), "PE") + " for " + pes.elapsed() + " have " + due);
        }
    }

    /** Checks that every partition is there once, in their order, and that none is missing that is known. */
    private void numbers(final List<Books.PeTime> partitions)
    {
        final List<Integer> due = books.claims().partitions();
        for (int i = 0; i < partitions.size(); i++)
        {
            final Placed number = partitions.get(i).number();
            if (i > 0)
            {
                faults.must(number.value() > partitions.get(i - 1).number().value(), () ->
                    number + ", and one before it is no lower: each partition is there once");
            }
            faults.must(due == null || due.contains((int)number.value()), () ->
                number + ", which is none of its partitions");
        }
        faults.must(due == null || partitions.isEmpty() || due.size() == partitions.size(), () ->
            NumberText.counted(partitions.size(), "partition") + " at " + partitions.get(0).place() + ", and " +
            due.size() + " are due");
    }

    /** Checks that every VM is there once, and no other one. */
    private void vms(final List<Books.Account> vms, final List<Integer> due)
    {
        final Set<String> own = new LinkedHashSet<>();
        for (final Books.Account vm : vms)
        {
            faults.must(own.add(vm.name()), () -> vm.place() + " is of " + vm.name() + ", which has been there before");
        }
        own.remove("VM " + Part.NO_VM);
        if (due != null && !vms.isEmpty())
        {
            final String place = vms.get(0).place();
            final Set<String> missing = new LinkedHashSet<>();
            due.forEach(vm -> missing.add("VM " + vm));
            own.removeIf(missing::remove);
            final List<String> others = vms.stream()
                .filter(vm -> own.contains(vm.name()) && !vm.events().isZero()).map(Books.Account::name).toList();
            faults.must(others.isEmpty(), () ->
                "the list of " + place + " has " + others.get(0) + ", which is none of its VMs");
            faults.must(missing.isEmpty(), () -> "the list of " + place + " lacks " + missing.iterator().next());
        }
    }

    private void claims(final Books.Claims claims)
    {
        final Books.Account storm = books.accounts() == null ? null : books.accounts().storm();
        if (storm != null)
        {
            vms(books.accounts().vms(), claims.vms());
        }
        if (claims.count() != null && claims.isOfCount() && storm != null)
        {
            final long offered = storm.events().offered();
            faults.must(offered >= claims.count().value() && offered <= claims.count().value() + claims.rest(), () ->
                storm.figure("offered") + ", and the count that was offered, " + claims.count());
        }
        faults.must(claims.isJournaled() || (claims.replay() != StormProof.Extent.EQUAL &&
            claims.replay() != StormProof.Extent.DIVERGED), () ->
            "/host/replay says \"" + claims.replay().text() + "\", and there is no journal");
    }

    /** Checks that the storm has the time of the longest of its parts, and that no two have a VM in common. */
    private void members(final List<Books.Member> members)
    {
        final Map<Integer, Placed> owners = new HashMap<>();
        for (final Books.Member member : members)
        {
            for (final int vm : member.vms())
            {
                final Placed other = owners.put(vm, member.elapsed());
                faults.must(other == null, () ->
                    "the parts of " + other + " and " + member.elapsed() + " both have VM " + vm);
            }
        }
        if (!members.isEmpty())
        {
            faults.equal(books.time().elapsed(), longest(members.stream().map(Books.Member::elapsed).toList()));
        }
    }

    private static Placed longest(final List<Placed> times)
    {
        return new Placed("the longest of its parts", times.stream().mapToLong(Placed::value).max().orElse(0));
    }
}

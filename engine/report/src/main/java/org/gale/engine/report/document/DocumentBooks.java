package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.gale.engine.config.TerminalText;
import org.gale.engine.storm.result.Books;
import org.gale.engine.storm.result.EventAccount;
import org.gale.engine.storm.result.FollowingFigures;
import org.gale.engine.storm.result.Part;
import org.gale.engine.storm.result.Placed;
import org.gale.engine.storm.result.SentEvents;
import org.gale.engine.storm.result.StormEnd;
import org.gale.engine.storm.result.StormProof;

/**
 * Books of a document, by which its soundness is judged as that of the result is from which it was written. Parts that
 * a document lacks have none. Pure functions, which throw {@link ArithmeticException} for a count beyond all limits.
 */
public final class DocumentBooks
{
    /** Limit of the VMs of a report. */
    private static final long VMS_LIMIT = 1 << 20;

    private final StormDocument document;
    private final ConfigBooks config;

    private DocumentBooks(final StormDocument document)
    {
        this.document = document;
        this.config = new ConfigBooks(document.config());
    }

    /** Returns the books of the report of a storm. */
    public static Books of(final StormDocument document)
    {
        final DocumentBooks books = new DocumentBooks(document);
        final Books.Samples samples = books.samples();
        final List<Books.Sum> sums = new ArrayList<>(new DocumentSums(document, books.config).all());
        sums.addAll(new FollowingFigures(new DocumentFollowing(document, books.config, books.isWithoutWarmup())
            .numbers(), (ofReport, ofPart) -> ofReport).all(samples == null ? null : samples.drawn()));
        sums.addAll(DocumentMigrated.sums(document, samples == null ? null : samples.drawn()));

        return new Books(books.accounts(), samples, books.time(), books.claims(), sums)
            .with(DocumentMigrated.spreads(document));
    }

    /** Returns the books of a row of joined runs, which have no rows of VMs. */
    public static Books ofPoint(final PointDocument.Joined point)
    {
        final DocumentAccounts.OfStorm storm = point.accounting();

        return new Books(storm == null ? accounts(null, List.of(), List.of()) :
            new Books.Accounts(account(storm), List.of(), parts(point.groups(), "/groups/", "group "),
            parts(point.phases(), "/phases/", "phase "), null, null, List.of(), List.of()), null, null,
            Books.Claims.NONE, List.of());
    }

    private Books.Accounts accounts()
    {
        return accounts(document.accounting(), document.parts().groups(), document.parts().phases());
    }

    private static Books.Accounts accounts(
        final DocumentAccounts.OfStorm storm, final List<StormDocument.Part> groups,
        final List<StormDocument.Part> phases)
    {
        final List<Books.Account> vms = new ArrayList<>();
        long ofNoVm = 0;
        for (final DocumentAccounts.OfVm vm : storm == null || storm.vms() == null ? List.<DocumentAccounts.OfVm>of(
            ) : storm.vms())
        {
            final String name = String.valueOf(vm.vm().value());
            vms.add(new Books.Account("VM " + TerminalText.line(name), "/accounting/vms/" + vms.size(),
                AccountValue.of(null, vm.events(), vm.rejected()), vm.remainder()));
            ofNoVm += name.equals(Part.NO_VM) ? AccountValue.count(vm.rejected()) : 0;
        }
        final List<Placed> merged = new ArrayList<>();
        if (storm != null && storm.coalescedAt() != null)
        {
            storm.coalescedAt().forEach((name, count) ->
                merged.add(new Placed(
                "/accounting/coalesced_at/" + TerminalText.line(name), AccountValue.count(count))));
        }

        return new Books.Accounts(storm == null ? null : account(storm), vms, parts(groups, "/groups/", "group "),
            parts(phases, "/phases/", "phase "), storm == null || vms.isEmpty() ? null : sent(storm, groups, ofNoVm),
            new Placed("/accounting/vms/none/rejected", ofNoVm), merged, storm == null ? List.of() : counts(storm));
    }

    /** Returns counts of a storm that are of no account. */
    private static List<Placed> counts(final DocumentAccounts.OfStorm storm)
    {
        final List<Placed> counts = new ArrayList<>();
        if (storm.rejected() != null)
        {
            storm.rejected().forEach((reason, count) -> counts.add(new Placed(
                "/accounting/rejected/" + TerminalText.line(reason), AccountValue.count(count))));
        }
        storm.rows().forEach((row, count) ->
            counts.add(new Placed("/accounting/" + TerminalText.line(row), AccountValue.count(count))));

        return counts;
    }

    private static Books.Account account(final DocumentAccounts.OfStorm storm)
    {
        return new Books.Account("the storm", "/accounting", AccountValue.of(storm), storm.remainder());
    }

    /** {@return what was sent; null in a document of before} */
    private static SentEvents sent(
        final DocumentAccounts.OfStorm storm, final List<StormDocument.Part> groups, final long ofNoVm)
    {
        if (storm.rows().get("sent") == null)
        {
            return null;
        }
        final List<SentEvents.OfGroup> sent = new ArrayList<>();
        for (final StormDocument.Part group : groups)
        {
            final DocumentAccounts.Sent origin = group.accounting() == null ? null : group.accounting().origin();
            if (origin != null && origin.sent() != null)
            {
                sent.add(new SentEvents.OfGroup(TerminalText.line(group.name()),
                    AccountValue.count(group.accounting().events().offered()), AccountValue.count(origin.sent()),
                    AccountValue.count(origin.ticksHigh()), AccountValue.count(origin.ofNoVm())));
            }
        }

        return new SentEvents(AccountValue.count(storm.rows().get("sent")),
            AccountValue.count(storm.rows().get("ticks_high")), ofNoVm, sent);
    }

    private static List<Books.Part> parts(
        final List<StormDocument.Part> parts, final String place, final String kind)
    {
        final List<Books.Part> all = new ArrayList<>();
        for (final StormDocument.Part part : parts)
        {
            final String own = place + all.size();
            final DocumentAccounts.OfPart account = part.accounting();
            final Latencies.OfPart latency = part.latencyNs();
            all.add(new Books.Part(new Books.Account(kind + TerminalText.line(part.name()), own + "/accounting",
                account == null ? EventAccount.NONE :
                AccountValue.of(account.carriedIn(), account.events(), account.rejected()),
                account == null ? null : account.remainder()), latency == null || latency.delivered() == null ? null :
                new Placed(own + "/latency_ns/delivered", AccountValue.count(latency.delivered())),
                latency == null ? null : spread(own + "/latency_ns/response", latency.response()),
                latency == null ? null : spread(own + "/latency_ns/handled", latency.handled()),
                latency == null ? null : spread(own + "/latency_ns/request", latency.request()),
                parts(part.ofPhase(), own + "/groups/", "group ")));
        }

        return all;
    }

    private Books.Samples samples()
    {
        final Latencies.OfStorm latency = document.latencyNs();
        if (latency == null)
        {
            return null;
        }
        final Map<String, Books.Spread> stages = latency.stages() == null ? null : new LinkedHashMap<>();
        if (stages != null)
        {
            latency.stages().forEach((name, times) ->
                stages.put(name, spread("/latency_ns/stages/" + TerminalText.line(name), times)));
            stages.values().removeIf(Objects::isNull);
        }
        final List<Books.Spread> vms = new ArrayList<>();
        for (final Latencies.OfVm vm : latency.vms() == null ? List.<Latencies.OfVm>of() : latency.vms())
        {
            vms.add(spread("/latency_ns/vms/" + vms.size() + "/response", vm.response()));
        }
        vms.removeIf(Objects::isNull);
        final List<Books.Spread> routes = new ArrayList<>();
        if (latency.routes() != null)
        {
            latency.routes().forEach((name, times) ->
                routes.add(spread("/latency_ns/routes/" + TerminalText.line(name), times)));
        }
        final List<Placed> ofRoutes = new ArrayList<>();
        if (latency.deliveredByRoute() != null)
        {
            latency.deliveredByRoute().forEach((name, count) -> ofRoutes.add(new Placed(
                "/latency_ns/delivered_by_route/" + TerminalText.line(name), AccountValue.count(count))));
        }
        final Long delivered = latency.samples() == null ? null : latency.samples().delivered();
        final boolean isToAcknowledge = isModelled() && latency.whole().handled() != null;
        final boolean isExact = isToAcknowledge || (isModelled() && isWithoutWarmup() && isOfCount());
        routes.removeIf(Objects::isNull);

        return new Books.Samples(new Books.Drawn(delivered == null ? null :
            new Placed("/latency_ns/delivered", AccountValue.count(delivered)), ofRoutes, isSampled(delivered),
            !isResumed() && isWithoutWarmup(), isExact ? 0 : config.vcpus(AccountValue.UNKNOWN),
            isToAcknowledge && isOfCount() ? 0 : config.vcpus(AccountValue.UNKNOWN), false),
            spread("/latency_ns/response", latency.whole().response()),
            spread("/latency_ns/handled", latency.whole().handled()),
            spread("/latency_ns/service", latency.whole().service()),
            spread("/latency_ns/request", latency.whole().request()), stages,
            vms, routes, slowest());
    }

    /** Returns whether all interrupts of the measured part were sampled: on the wall clock that is all of the storm. */
    private boolean isSampled(final Long delivered)
    {
        return config.isSampled() && (isModelled() || (document.parts().attach() != null &&
            document.parts().attach().attached() == null && document.accounting() != null &&
            delivered != null && delivered.equals(document.accounting().events().delivered())));
    }

    /** {@return the response of the first outlier; null without} */
    private Placed slowest()
    {
        final List<Measurement.Outlier> outliers =
            document.measurement() == null ? null : document.measurement().outliers();

        return outliers == null || outliers.isEmpty() || outliers.get(0).responseNs() == null ? null :
            new Placed("/outliers/0/response_ns", outliers.get(0).responseNs());
    }

    private static Books.Spread spread(final String place, final Latencies.Times times)
    {
        return times == null ? null : new Books.Spread(place, AccountValue.summary(times));
    }

    private Books.Time time()
    {
        final Number elapsedS = document.run() == null ? null : document.run().elapsedS();
        if (elapsedS == null)
        {
            return null;
        }
        final Placed rounded = AccountValue.ns("/elapsed_s", elapsedS);
        final Measurement measured = document.measurement();
        final Long measuredNs = measured == null ? null : measured.measuredNs();
        final List<Placed> parts = new ArrayList<>();
        if (measuredNs != null)
        {
            parts.add(new Placed("/measured_ns", measuredNs));
        }
        final StormDocument.Model model = document.sources() == null ? null : document.sources().clock();
        if (model == null || model.peTimeNs() == null)
        {
            return new Books.Time(rounded, AccountValue.ROUNDED_NS, parts, null, List.of(), 0);
        }
        final List<Books.PeTime> partitions = new ArrayList<>();
        for (final StormDocument.Partition one : partitions())
        {
            final String place = "/partitions/" + partitions.size();
            final Placed elapsed = AccountValue.ns(place + "/elapsed_s", one.elapsedS());
            partitions.add(new Books.PeTime(place + "/pe_time_ns",
                new Placed(place + "/partition", AccountValue.count(one.partition())), elapsed, AccountValue.ROUNDED_NS,
                one.peTimeNs() == null ? Map.of() : one.peTimeNs(),
                DocumentSums.pes(elapsed, one.peTimeNs())));
        }
        final boolean isDivided = model.partitions() != null;
        final Placed exact = exact(rounded);

        return new Books.Time(rounded, AccountValue.ROUNDED_NS, parts, new Books.PeTime("/pe_time_ns", null, exact,
            exact.equals(rounded) ? AccountValue.ROUNDED_NS : 0, model.peTimeNs(), isDivided ? 0 : pes(exact, model)),
            partitions, partitionsBeyond());
    }

    /** Returns the number of PEs: those of the configuration, and housekeepers, which it does not name. */
    private long pes(final Placed elapsed, final StormDocument.Model model)
    {
        final long nearest = DocumentSums.pes(elapsed, model.peTimeNs());

        return config.pes() > 0 && nearest > config.pes() && nearest <= config.pes() + DocumentSums.HOUSEKEEPERS_MAX ?
            nearest : config.pes();
    }

    /** Returns the time of a storm on the virtual clock, as exact as the measured part and the warm-up are. */
    private Placed exact(final Placed rounded)
    {
        final Measurement measured = document.measurement();
        final long measuredNs = measured == null ? 0 : AccountValue.count(measured.measuredNs());
        final long warmupNs =
            measured == null || measured.warmup() == null ? 0 : AccountValue.count(measured.warmup().ns());

        return LongStream.of(measuredNs + warmupNs, measuredNs)
            .filter(ns -> Math.abs(ns - rounded.value()) <= AccountValue.ROUNDED_NS).boxed().findFirst()
            .map(ns -> new Placed("/measured_ns with its warm-up", ns)).orElse(rounded);
    }

    /** Returns whether the count of the job is that of requests, as of a drive. */
    private boolean isOfRequests()
    {
        return document.accounting() != null && document.accounting().rows().containsKey("requests");
    }

    private Books.Claims claims()
    {
        final DocumentHost host = document.ending() == null ? null : document.ending().host();
        final DocumentHost.Replay replay = host == null || host.proof() == null ? null : host.proof().replay();
        final DocumentHost.Journal journal = host == null || host.proof() == null ? null : host.proof().journal();
        final DocumentHost.Shares shares = host == null || host.division() == null ? null : host.division().ofShares();
        final boolean isPartial = shares != null && shares.sharesMissing() != null;
        final boolean isPart = isPartial ||
            (host != null && host.division() != null && host.division().share() != null);
        final StormDocument.Attached attached =
            document.parts().attach() == null ? null : document.parts().attach().attached();
        final List<StormDocument.Partition> partitions = partitions();
        final Long count = config.count();

        return new Books.Claims(
            count == null || isPartial || isOfRequests() ? null : new Placed("/config/count", count), isOfCount(),
            config.rest() * Math.max(1, partitions.size() + partitionsBeyond()) +
            (attached == null ? 0 : AccountValue.count(attached.events())),
            replay == null || replay.equal() == null ? StormProof.Extent.NO_JOURNAL :
            replay.equal() ? StormProof.Extent.EQUAL : StormProof.Extent.DIVERGED,
            journal != null && (journal.directory() != null || AccountValue.count(journal.bytes()) > 0),
            isPart ? null : vms(), isPart ? null : IntStream.range(0, partitions.size()).boxed().toList());
    }

    /** {@return the VMs of a storm that ran as a whole; null where they are not known} */
    private List<Integer> vms()
    {
        final Long vms = config.vms();

        return vms == null || vms > VMS_LIMIT || document.accounting() == null ||
            document.accounting().vms() == null || document.accounting().vms().isEmpty() ? null :
            IntStream.range(0, vms.intValue()).boxed().toList();
    }

    private List<StormDocument.Partition> partitions()
    {
        final StormDocument.Model model = document.sources() == null ? null : document.sources().clock();

        return model == null || model.partitions() == null ? List.of() : model.partitions();
    }

    private long partitionsBeyond()
    {
        final StormDocument.Model model = document.sources() == null ? null : document.sources().clock();

        return model == null ? 0 : AccountValue.count(model.partitionsBeyond());
    }

    private boolean isModelled()
    {
        return document.head() != null && document.head().modelled() != null;
    }

    private boolean isWithoutWarmup()
    {
        final Measurement.Warmup warmup = document.measurement() == null ? null : document.measurement().warmup();

        return warmup != null && AccountValue.count(warmup.ns()) == 0 && AccountValue.count(warmup.offered()) == 0;
    }

    private boolean isResumed()
    {
        final DocumentHost host = document.ending() == null ? null : document.ending().host();

        return host != null && host.resumed() != null;
    }

    private boolean isOfCount()
    {
        return document.run() != null && StormEnd.COUNT.label().equals(document.run().drainedReason());
    }
}

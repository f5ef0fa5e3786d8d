package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.gale.engine.storm.result.Books;
import org.gale.engine.storm.result.Placed;

/** Figures of a document that follow from others of it: those of groups, intervals, engines and shares. Used once. */
final class DocumentSums
{
    /** Most PEs of a partition that take the interrupts of the host, and run no vCPU. */
    static final long HOUSEKEEPERS_MAX = 64;

    private static final double SECOND_NS = 1e9;
    /** By which a difference of two times in seconds, each rounded, may be off, ns. */
    private static final long ROUNDED_NS = 1_500;

    private final StormDocument document;
    private final ConfigBooks config;
    private final List<Books.Sum> sums = new ArrayList<>();

    DocumentSums(final StormDocument document, final ConfigBooks config)
    {
        this.document = document;
        this.config = config;
    }

    /** Returns all sums of which both sides are there. */
    List<Books.Sum> all()
    {
        final DocumentHost host = document.ending() == null ? null : document.ending().host();
        final boolean isResumed = host != null && host.resumed() != null;
        groups();
        if (document.ending() != null && document.accounting() != null && !isResumed &&
            AccountValue.count(document.ending().intervalsDropped()) == 0)
        {
            intervals(document.ending().intervals());
        }
        if (host != null && host.division() != null)
        {
            engines(host.division());
        }
        if (!isResumed && document.latencyNs() != null && document.measurement() != null &&
            document.accounting() != null && document.run() != null)
        {
            rates();
        }
        partitions();

        return sums;
    }

    private void groups()
    {
        final List<StormDocument.Part> groups = document.parts().groups();
        if (config.isOfGroups(groups.stream().map(StormDocument.Part::name).toList()))
        {
            sum("/config/vms", config.vms(), "/groups/*/vms", groups, StormDocument.Part::vms);
        }
        final StormDocument.Saturation saturation =
            document.sources() == null || document.sources().clock() == null ? null :
            document.sources().clock().saturation();
        if (saturation != null)
        {
            final List<StormDocument.Saturation> ofGroups =
                groups.stream().map(StormDocument.Part::saturation).filter(Objects::nonNull).toList();
            sum("/saturation/merged", saturation.merged(), "/groups/*/saturation/merged", ofGroups,
                StormDocument.Saturation::merged);
            for (int i = 0; saturation.backlog() != null && i < saturation.backlog().size(); i++)
            {
                final int part = i;
                sum("/saturation/backlog/" + i, saturation.backlog().get(i), "/groups/*/saturation/backlog/" + i,
                    ofGroups, one -> one.backlog() == null || part >= one.backlog().size() ? null :
                    one.backlog().get(part));
            }
        }
        final StormDocument.Work work = document.run() == null ? null : document.run().work();
        if (work != null && work.deferredNs() != null)
        {
            sum("/deferred_ns/count", work.deferredNs().count(), "/groups/*/deferred_ns/count", groups.stream()
                .map(StormDocument.Part::work).filter(one -> one != null && one.deferredNs() != null).toList(),
                one -> one.deferredNs().count());
        }
    }

    private void intervals(final List<DocumentInterval> intervals)
    {
        final List<DocumentInterval.Counts> counts = intervals == null ? List.of() :
            intervals.stream().map(DocumentInterval::counts).filter(Objects::nonNull).toList();
        final DocumentAccounts.Events events = document.accounting().events();
        sum("/accounting/offered", events.offered(), "/intervals/*/offered", counts, DocumentInterval.Counts::offered);
        sum("/accounting/delivered", events.delivered(), "/intervals/*/delivered", counts,
            DocumentInterval.Counts::delivered);
    }

    private void engines(final DocumentHost.Division division)
    {
        if (division.ofEngines() != null && division.ofEngines().engines() != null)
        {
            engines("/host/engines/*", division.ofEngines().engines());
            fewer(division.ofEngines());
        }
        if (division.ofShares() != null && division.ofShares().shares() != null)
        {
            engines("/host/shares/*", division.ofShares().shares().stream().map(DocumentHost.OfShare::figures)
                .filter(Objects::nonNull).toList());
        }
    }

    private void engines(final String place, final List<DocumentHost.Engine> engines)
    {
        final List<DocumentHost.Events> all = engines.stream().map(DocumentHost.Engine::events).filter(
            Objects::nonNull).toList();
        final DocumentAccounts.Events events = document.accounting() == null ? null : document.accounting().events();
        if (events != null && !all.isEmpty())
        {
            sum("/accounting/offered", events.offered(), place + "/offered", all, DocumentHost.Events::offered);
            sum("/accounting/delivered", events.delivered(), place + "/delivered", all, DocumentHost.Events::delivered);
            sum("/accounting/coalesced", events.coalesced(), place + "/coalesced", all, DocumentHost.Events::coalesced);
            sum("/accounting/pending", events.pending(), place + "/pending", all, DocumentHost.Events::pending);
            sum("/accounting/rejected", AccountValue.of(document.accounting()).rejected(), place + "/rejected", all,
                DocumentHost.Events::rejected);
        }
        final DocumentHost.Proof proof = document.ending().host().proof();
        final List<DocumentHost.Applied> journals =
            engines.stream().map(DocumentHost.Engine::journal).filter(Objects::nonNull).toList();
        if (proof != null && proof.journal() != null && !journals.isEmpty())
        {
            sum("/host/journal/commands", proof.journal().commands(), place + "/commands", journals,
                DocumentHost.Applied::commands);
            sum("/host/journal/bytes", proof.journal().bytes(), place + "/bytes", journals,
                DocumentHost.Applied::bytes);
        }
    }

    /** Adds the time for which fewer than all engines ran: from the end of the first to that of the last. */
    private void fewer(final DocumentHost.Engines engines)
    {
        final LongSummaryStatistics ends = engines.engines().stream().map(DocumentHost.Engine::elapsedS)
            .filter(Objects::nonNull).mapToLong(seconds -> AccountValue.ns("", seconds).value()).summaryStatistics();
        if (engines.enginesFewerS() != null && ends.getCount() == engines.engines().size())
        {
            final Placed given = AccountValue.ns("/host/engines_fewer_s", engines.enginesFewerS());
            final long due = ends.getMax() - ends.getMin();
            sums.add(new Books.Sum(given, "the longest less the shortest of /host/engines/*/elapsed_s", List.of(
                new Placed("", Math.abs(given.value() - due) <= ROUNDED_NS ? given.value() : due))));
        }
    }

    /** Adds the rates of the measured part, which its length and its counts give. */
    private void rates()
    {
        final DocumentHost.Division division = document.ending() == null || document.ending().host() == null ? null :
            document.ending().host().division();
        final boolean isApart = division != null && division.ofShares() != null &&
            division.ofShares().sharesRate() != null;
        final Long measuredNs = document.measurement().measuredNs();
        final Latencies.Sampled samples = document.latencyNs().samples();
        final Number rate = document.run().ratePerS();
        if (isApart || measuredNs == null || measuredNs == 0 || samples == null || samples.delivered() == null ||
            rate == null)
        {
            return;
        }
        final Placed given = new Placed("", Math.round(samples.delivered() * SECOND_NS / measuredNs));
        sums.add(new Books.Sum(new Placed("/rate_per_s", rate.longValue()),
            "/latency_ns/delivered a second of /measured_ns", List.of(given)));
    }

    /** Adds the PEs of a host that is divided, which all partitions together have. */
    private void partitions()
    {
        final StormDocument.Model model = document.sources() == null ? null : document.sources().clock();
        final boolean isWhole = document.ending() == null || document.ending().host() == null ||
            document.ending().host().division() == null || (document.ending().host().division().share() == null &&
            document.ending().host().division().ofShares() == null);
        if (model != null && model.partitions() != null && config.pes() > 0 && isWhole &&
            AccountValue.count(model.partitionsBeyond()) == 0 && !hasHousekeepers(model.partitions()))
        {
            sum("/config/pes", config.pes(), "the PEs of the times of /partitions/*", model.partitions(),
                one -> pes(AccountValue.ns("", one.elapsedS()), one.peTimeNs()));
        }
    }

    /** Returns whether partitions have PEs that the configuration does not name, which take the host's interrupts. */
    private boolean hasHousekeepers(final List<StormDocument.Partition> partitions)
    {
        final long more = partitions.stream()
            .mapToLong(one -> pes(AccountValue.ns("", one.elapsedS()), one.peTimeNs())).sum() - config.pes();

        return more > 0 && more <= HOUSEKEEPERS_MAX * partitions.size();
    }

    /** Returns the number of PEs whose time is nearest to the times of their states. */
    static long pes(final Placed elapsed, final Map<String, Long> ns)
    {
        return ns == null || elapsed.value() == 0 ? 0 : Math.round(
            ns.values().stream().mapToLong(AccountValue::count).sum() / (double)elapsed.value());
    }

    /** Adds a sum, unless one of its numbers is not there. */
    private <T> void sum(final String place, final Long whole, final String words, final List<T> parts,
        final Function<T, Long> figure)
    {
        final List<Long> numbers = new ArrayList<>();
        parts.forEach(part -> numbers.add(figure.apply(part)));
        if (whole != null && !numbers.isEmpty() && numbers.stream().allMatch(Objects::nonNull))
        {
            sums.add(new Books.Sum(new Placed(place, AccountValue.count(whole)), words,
                numbers.stream().map(number -> new Placed(words, AccountValue.count(number))).toList()));
        }
    }
}

package org.gale.engine.report.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.config.TerminalText;
import org.gale.engine.storm.result.Books;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Migrated;
import org.gale.engine.storm.result.MigratedInterrupts;
import org.gale.engine.storm.result.MigrationResponses;

/**
 * Migrations of a document, by which it is judged as its result is. Pure functions, which throw {@link
 * ArithmeticException} for a count beyond all limits.
 */
final class DocumentMigrated
{
    private static final String PLACE = "/migrations/";

    private DocumentMigrated()
    {
    }

    private static MigrationTotals totals(final StormDocument document)
    {
        return document.sources() == null ? null : document.sources().migrations();
    }

    /**
     * Returns the numbers that follow from others; none of a document without, or of before.
     *
     * @param drawn interrupts that samples are of; null without
     */
    static List<Books.Sum> sums(final StormDocument document, final Books.Drawn drawn)
    {
        final MigrationTotals totals = totals(document);
        final MigrationDetails details = totals == null ? null : totals.details();
        if (details == null || details.imageBytes() == null || details.interrupts() == null ||
            details.delivered() == null || details.responseNs() == null || document.latencyNs() == null ||
            document.latencyNs().samples() == null)
        {
            return List.of();
        }
        final Map<String, LatencySummary> parts = new LinkedHashMap<>();
        if (details.downtimePartsNs() != null)
        {
            details.downtimePartsNs().forEach((name, part) -> parts.put(TerminalText.line(name), summary(part)));
        }
        final Map<String, Long> bytes = new LinkedHashMap<>();
        details.imageBytes().forEach((name, size) -> bytes.put(name, AccountValue.count(size)));
        final Long all = bytes.remove(MigrationDetails.ALL);
        final Latencies.Times response = document.latencyNs().whole().response();

        return new Migrated(counts(totals, details), totals.downtimeNs() == null ? null : summary(totals.downtimeNs()),
            parts, all == null ? 0 : all, bytes, AccountValue.count(document.latencyNs().samples().delivered()),
            response == null ? null : summary(response), summary(details.responseNs().get(MigrationResponses.LIVED)),
            summary(details.responseNs().get(MigrationResponses.OTHERS))).sums(drawn, (ofReport, ofPart) -> ofReport);
    }

    private static Migrated.Counts counts(final MigrationTotals totals, final MigrationDetails details)
    {
        final MigrationDetails.Interrupts ways = details.interrupts();
        final long inTables = AccountValue.count(ways.inTables());

        return new Migrated.Counts(AccountValue.count(totals.completed()),
            totals.course() != null && totals.course().updates() != null, AccountValue.count(totals.held()),
            new MigratedInterrupts(inTables, inTables, AccountValue.count(ways.again()),
            AccountValue.count(ways.merged()), AccountValue.count(ways.acknowledgedAfter()),
            AccountValue.count(ways.waiting())),
            AccountValue.count(details.delivered().get(MigrationResponses.LIVED)),
            AccountValue.count(details.delivered().get(MigrationResponses.OTHERS)));
    }

    private static LatencySummary summary(final Latencies.Times times)
    {
        return times == null ? LatencySummary.EMPTY : AccountValue.summary(times);
    }

    /** Returns the times of migrations, each with its place; none of a document without. */
    static List<Books.Spread> spreads(final StormDocument document)
    {
        final List<Books.Spread> spreads = new ArrayList<>();
        final MigrationTotals totals = totals(document);
        if (totals != null)
        {
            add(spreads, "stop_ns", totals.stopNs());
            add(spreads, "downtime_ns", totals.downtimeNs());
        }
        if (totals != null && totals.details() != null)
        {
            add(spreads, "downtime_parts_ns/", totals.details().downtimePartsNs());
            add(spreads, "response_ns/", totals.details().responseNs());
        }

        return spreads;
    }

    private static void add(
        final List<Books.Spread> spreads, final String place, final Map<String, Latencies.Times> all)
    {
        if (all != null)
        {
            all.forEach((name, times) -> add(spreads, place + TerminalText.line(name), times));
        }
    }

    private static void add(final List<Books.Spread> spreads, final String place, final Latencies.Times times)
    {
        if (times != null)
        {
            spreads.add(new Books.Spread(PLACE + place, AccountValue.summary(times)));
        }
    }
}

package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.config.NumberText;
import org.gale.engine.lanes.AttachTotals;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.result.AccountingRow;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.RunVerdict;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.VectorAccount;

/** Table of the accounting identity of a storm, for its text report. Used once. */
final class AccountingText
{
    /** Text in place of a rate of the measured part in which nothing was offered. */
    private static final String NONE = "-";
    /** Lanes that the text shows one by one; JSON and page have all. */
    private static final int LANES_SHOWN = 16;

    private final AnsiColours colours;
    private final List<String> lines = new ArrayList<>();

    AccountingText(final AnsiColours colours)
    {
        this.colours = colours;
    }

    /** Returns the table of a result of a storm. */
    List<String> lines(final StormDescription description, final StormResult result)
    {
        final StormAccounting accounting = result.totals().accounting();
        lines.add(String.format(Locale.ROOT, "%29s%15s", "total", "per second"));
        final MeasuredRates rates = result.rates();
        final boolean isOffered = rates.isOffered();
        row("offered", accounting.offered(), isOffered ? perSecond(rates.offeredPerS()) : NONE, isOffered ? "" :
            "all of it in the warm-up");
        row("  delivered", accounting.delivered(), isOffered ? perSecond(rates.deliveredPerS()) : NONE,
            isOffered && rates.delivered() > rates.offered() ?
            "at least " + NumberText.count(rates.delivered() - rates.offered()) +
            " of these were offered in the warm-up" :
            "");
        final VectorAccount vectors = accounting.vectors();
        final Map<String, Long> coalescedAt = result.totals().coalescedAt();
        row("  coalesced", accounting.coalesced(), "",
            coalescedAt == null ? "merged with a pending interrupt" : places(coalescedAt));
        row("  pending", accounting.pending(), "", "");
        if (vectors != null)
        {
            row("  held", vectors.held(), "", result.totals().actions().migrations() == null ?
                "in eventfds and pending bits of vectors" : "in the image of a VM that migrates, and waiting for it");
        }
        row("  rejected", accounting.rejectedInAll(), "", reasons(accounting));
        final RunVerdict verdict = RunVerdict.of(description, result);
        row("remainder", accounting.remainder(), "", colours.verdict(verdict.isProven(), verdict.text()));
        for (final StormAccounting.OfVm vm : accounting.vms())
        {
            if (vm.account().remainder() != 0)
            {
                row("  VM " + vm.vmId(), vm.account().remainder(), "",
                    colours.bad(RunVerdict.words(vm.account().remainder())));
            }
        }
        result.totals().sent().rows().forEach(sent -> row(sent.name(), sent.total(), "", sent.remark()));
        if (result.generator() != null)
        {
            words("generator", result.generator().words());
        }
        if (result.totals().attached() != null)
        {
            lanes(result.totals().attached());
        }
        for (final AccountingRow row : accounting.rows())
        {
            row(row.name(), row.total(), "", row.remark());
        }

        return lines;
    }

    /** Returns where events merged, as {@code at eventfd 1, mask 2, entry 3}. */
    private static String places(final Map<String, Long> places)
    {
        return "at " + places.entrySet().stream()
            .map(place -> place.getKey() + ' ' + NumberText.count(place.getValue())).collect(Collectors.joining(", "));
    }

    private void words(final String producers, final LaneWords words)
    {
        row(producers, words.published(), "", remark(words));
    }

    private static String remark(final LaneWords words)
    {
        return (words.published() == 1 ? "word" : "words") + " published, " + (words.left() == 0 ? "all drained" :
            NumberText.count(words.drained()) + " drained, " + NumberText.count(words.left()) + " left");
    }

    /** Writes the words of attached producers, and of each of their lanes that had any. */
    private void lanes(final AttachTotals attached)
    {
        words("attached", attached.words());
        attached.used().stream().limit(LANES_SHOWN).forEach(lane -> row("  " + lane.name(), lane.words().published(),
            "", remark(lane.words()) + ReportLine.DOT + "closed: " + lane.end().label()));
        final long rest = Math.max(0, attached.used().size() - LANES_SHOWN) + attached.untold();
        if (rest > 0)
        {
            lines.add("  and " + NumberText.counted(rest, "lane") + " more");
        }
    }

    private void row(final String name, final long total, final String perSecond, final String remark)
    {
        lines.add(String.format(Locale.ROOT, "%-12s%17s  %13s   %s",
            name, NumberText.count(total), perSecond, remark).stripTrailing());
    }

    private static String perSecond(final double perS)
    {
        return NumberText.count(Math.round(perS));
    }

    private static String reasons(final StormAccounting accounting)
    {
        final List<String> reasons = new ArrayList<>();
        for (final Map.Entry<String, Long> reason : accounting.rejected().entrySet())
        {
            if (reason.getValue() != 0)
            {
                reasons.add(reason.getKey() + ' ' + NumberText.count(reason.getValue()));
            }
        }

        return String.join(", ", reasons);
    }
}

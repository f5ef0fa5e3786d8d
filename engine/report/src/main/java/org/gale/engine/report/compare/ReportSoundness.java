package org.gale.engine.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.report.ConfigText;
import org.gale.engine.report.document.DocumentBooks;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.document.PointDocument;
import org.gale.engine.report.document.StormDocument;
import org.gale.engine.report.document.WrittenLaws;
import org.gale.engine.storm.result.RunVerdict;
import org.gale.engine.storm.result.Soundness;

/**
 * Soundness of two reports, which comes before any figure of them.
 *
 * @param faults reasons for which the report that is compared is not sound
 * @param doubts reasons for which the figures of the two cannot be judged
 */
public record ReportSoundness(List<String> faults, List<String> doubts)
{
    private static final Set<Integer> UNSOUND = exitCodes(Outcome.INTERNAL, Outcome.DIVERGED, Outcome.JOURNAL_DAMAGED,
        Outcome.INVARIANT_BROKEN, Outcome.RESOURCES);
    private static final Set<Integer> PARTIAL = exitCodes(Outcome.SKIPPED, Outcome.INTERRUPTED);
    private static final String REMAINDER = "/accounting/remainder";
    private static final String EXIT = "/exit";
    private static final String FAILURE = "/failure";
    private static final String KEPT = "/generator/kept_up";
    private static final String CONFIG = "config";
    private static final String ACTIONS = "actions";
    private static final String ASKED = "asked";
    private static final int SHOWN = 3;

    /** Judges a report and its baseline. */
    static ReportSoundness of(final ComparedReport baseline, final ComparedReport candidate)
    {
        final List<String> doubts = new ArrayList<>();
        final List<String> before = faults(baseline);
        if (!before.isEmpty())
        {
            doubts.add(baseline.name() + " is not sound: " + String.join(", ", before));
        }
        for (final ComparedReport report : List.of(baseline, candidate))
        {
            doubts.addAll(doubts(report));
            if (isMissed(report) && !isSameMiss(baseline, candidate))
            {
                doubts.add(report.name() + " did not keep its rate");
            }
        }
        missedActions(doubts, baseline, candidate);
        missedActions(doubts, candidate, baseline);

        return new ReportSoundness(faults(candidate), List.copyOf(doubts));
    }

    /**
     * Refuses a report that says it is sound, and contradicts itself.
     *
     * @throws OutcomeException with the numbers that differ, and their places
     */
    public static void check(final ComparedReport report)
    {
        final String contradiction = faults(report).isEmpty() ? contradiction(report) : null;
        if (contradiction != null)
        {
            throw new OutcomeException(
                Outcome.USAGE, report.name() + ": contradicts itself: " + contradiction + " (run its storm again)");
        }
    }

    /** Returns the verdict on the interrupts of a run, which its report repeats; of a point that of all of its runs. */
    static RunVerdict verdict(final ComparedReport report)
    {
        final JsonNode json = report.json();
        final String doubt = json.at(EXIT).asInt() == Outcome.INVARIANT_BROKEN.exitCode() ?
            RunVerdict.broken(json.at(FAILURE).asText()) :
            json.at(REMAINDER).isNumber() ? unproved(json) : "it does not say its remainder";

        return RunVerdict.of(json.at(REMAINDER).asLong(), doubt,
            !json.at("/config/latency").asText().equals("off"), json.at("/attached/events").asLong());
    }

    private static String unproved(final JsonNode json)
    {
        return RunVerdict.unproved(json.at(FAILURE).asText(null), json.at("/accounting/offered").asLong(1));
    }

    /** {@return the laws that a report breaks, each with its numbers and their places; null if it breaks none} */
    private static String contradiction(final ComparedReport report)
    {
        try
        {
            final List<String> broken = new ArrayList<>(Soundness.faults(report.isPoint() ?
                DocumentBooks.ofPoint(DocumentReader.value(report.json(), PointDocument.class).joined()) :
                DocumentBooks.of(DocumentReader.value(report.json(), StormDocument.class))));
            if (!report.isPoint())
            {
                broken.addAll(WrittenLaws.faults(report.json()));
            }

            return broken.isEmpty() ? null : String.join("; ", broken.subList(0, Math.min(SHOWN, broken.size())));
        }
        catch (final ArithmeticException ex)
        {
            return "it has counters beyond all limits";
        }
    }

    /** Returns the reasons for which no figure of a report can be judged, whatever its rate; none of a whole run. */
    public static List<String> doubts(final ComparedReport report)
    {
        if (report.isPoint())
        {
            return ofPoint(report);
        }
        final List<String> doubts = new ArrayList<>();
        lacking(doubts, report, EXIT, "its exit code");
        lacking(doubts, report, REMAINDER, "its remainder");
        if (!report.hasModel())
        {
            lacking(doubts, report, KEPT, "whether it kept its rate");
        }
        final int exitCode = report.json().at(EXIT).asInt();
        if (PARTIAL.contains(exitCode))
        {
            doubts.add(report.name() + " ended with exit code " + exitCode);
        }

        return doubts;
    }

    /** Returns the reasons for which a point cannot be judged: some of its runs are not in it. */
    private static List<String> ofPoint(final ComparedReport point)
    {
        final List<String> doubts = new ArrayList<>();
        for (final String kind : List.of("missing", "failed"))
        {
            final long runs = point.json().path(kind).asLong();
            if (runs > 0)
            {
                doubts.add(point.name() + " has " + NumberText.counted(runs, kind + " run"));
            }
        }

        return doubts;
    }

    /** Returns the reasons for which a report is not sound; none if it is. */
    public static List<String> faults(final ComparedReport report)
    {
        final List<String> faults = new ArrayList<>();
        final JsonNode json = report.json();
        if (json.at(FAILURE).isTextual())
        {
            faults.add(String.join(" ", json.at(FAILURE).asText().lines().map(String::strip).toList()));
        }
        if (isNotZero(json.at(REMAINDER)))
        {
            faults.add("remainder " + json.at(REMAINDER).asText());
        }
        for (final JsonNode vm : json.at("/accounting/vms"))
        {
            if (isNotZero(vm.at("/remainder")))
            {
                faults.add("remainder " + vm.at("/remainder").asText() + " of VM " + vm.at("/vm").asText());
                break;
            }
        }
        faults.addAll(remainders(json.at(ComparedReport.GROUPS), "group", ""));
        faults.addAll(remainders(json.at(ComparedReport.PHASES), "phase", ""));
        for (final JsonNode phase : json.at(ComparedReport.PHASES))
        {
            faults.addAll(remainders(phase.at(ComparedReport.GROUPS), "group", " in phase " + name(phase)));
        }
        if (UNSOUND.contains(json.at(EXIT).asInt()))
        {
            faults.add("exit code " + json.at(EXIT).asInt());
        }

        return List.copyOf(faults);
    }

    /** Returns the remainder of the first of some groups or phases that has one. */
    private static List<String> remainders(final JsonNode parts, final String kind, final String above)
    {
        for (final JsonNode part : parts)
        {
            if (isNotZero(part.at(REMAINDER)))
            {
                return List.of("remainder " + part.at(REMAINDER).asText() + " of " + kind + ' ' + name(part) + above);
            }
        }

        return List.of();
    }

    private static String name(final JsonNode part)
    {
        return part.path("name").asText();
    }

    private static void lacking(
        final List<String> doubts, final ComparedReport report, final String pointer, final String what)
    {
        if (report.json().at(pointer).isMissingNode() || report.json().at(pointer).isNull())
        {
            doubts.add(report.name() + " does not say " + what);
        }
    }

    /** Adds a doubt for each kind of actions that a report did not keep, unless the other one missed the same. */
    private static void missedActions(
        final List<String> doubts, final ComparedReport report, final ComparedReport other)
    {
        for (final Map.Entry<String, JsonNode> kind : report.json().path(ACTIONS).properties())
        {
            final JsonNode same = other.json().path(ACTIONS).path(kind.getKey());
            if (isMissed(kind.getValue()) &&
                !(isMissed(same) && same.path(ASKED).equals(kind.getValue().path(ASKED))))
            {
                doubts.add(report.name() + " did not keep its " +
                    TerminalText.line(kind.getKey() + " (" + kind.getValue().path(ASKED).asText() + ')'));
            }
        }
    }

    private static boolean isMissed(final JsonNode actions)
    {
        return actions.path("kept_up").isBoolean() && !actions.path("kept_up").asBoolean();
    }

    private static boolean isMissed(final ComparedReport report)
    {
        return isMissed(report.json().path("generator"));
    }

    private static boolean isSameMiss(final ComparedReport baseline, final ComparedReport candidate)
    {
        return isMissed(baseline) && isMissed(candidate) &&
            ConfigText.isOneRate(baseline.json().path(CONFIG), candidate.json().path(CONFIG));
    }

    private static boolean isNotZero(final JsonNode value)
    {
        return value.isNumber() && value.asDouble() != 0;
    }

    private static Set<Integer> exitCodes(final Outcome... outcomes)
    {
        return Set.copyOf(List.of(outcomes).stream().map(Outcome::exitCode).toList());
    }
}

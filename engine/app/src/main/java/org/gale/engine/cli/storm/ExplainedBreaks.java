package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.result.StormReport;

/**
 * Explanations of the interrupts to which a storm broke promises. Engines add them from their threads, the main thread
 * shows one.
 */
final class ExplainedBreaks
{
    private static final Pattern JOURNAL = Pattern.compile("Go there: gale replay (.+) --to [0-9]+ --step");

    private final Map<InvariantBrokenException, List<String>> ofMachines = new ConcurrentHashMap<>();

    /** Explains the interrupt of a broken promise by the machine as the run has left it. */
    void add(final InvariantBrokenException broken, final Machine machine)
    {
        ofMachines.put(broken, FoundInterrupt.lines(machine, broken));
    }

    /**
     * Returns lines on the interrupt of a broken promise, each after a line feed: from the journal, which has the last
     * commands, else from the machine.
     */
    String text(final StormReport report)
    {
        final InvariantBrokenException broken = report.result().verdict().broken();
        if (broken == null)
        {
            return "";
        }
        final List<String> ofJournal = report.description().hasJournal() && report.engines() == null ?
            FoundInterrupt.lines(Path.of(report.description().journal()), broken) : List.of();
        final StringBuilder text = new StringBuilder();
        (ofJournal.isEmpty() ? ofMachines.getOrDefault(broken, List.of()) : ofJournal)
            .forEach(line -> text.append("\n  ").append(line));

        return text.toString();
    }

    /** Returns a line on the page of the journal that a message names, after a line feed; empty if it names none. */
    static String look(final String failure)
    {
        final Matcher named = JOURNAL.matcher(failure);

        return named.find() ? "\n  See it in a browser: gale explore " + named.group(1) : "";
    }
}

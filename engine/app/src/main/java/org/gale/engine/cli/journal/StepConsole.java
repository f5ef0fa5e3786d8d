package org.gale.engine.cli.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NearestName;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Quantity;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.HostClock;
import org.gale.engine.inspect.FieldCondition;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.inspect.WatchedChange;
import org.gale.engine.replay.ChangeSearch;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.ReplayException;

/**
 * Prompt of {@code gale replay --step}. A line is a command; an empty line repeats the last one. Watched fields are
 * shown when a command changes them, and a break stops there. Owned by the main thread.
 */
final class StepConsole
{
    static final String PROMPT = "(gale) ";
    private static final String ONE_FIELD = "one field is needed, such as vm3.lpi8193.pending or pe0.virq";
    private static final String FIELD_OR_KIND =
        "one field or a kind of command is needed, such as vm3.lpi8193.pending, pe0.virq or MSI";
    private static final int SHOWN_LIMIT = 20;
    private static final int HISTORY_LIMIT = 100;

    private final ReplayCursor cursor;
    private final PrintWriter out;
    private final Supplier<ProgressLine> lines;
    private final WatchedFields fields;
    private final CommandBreaks commandBreaks;
    private final Deque<String> history = new ArrayDeque<>();
    private String last = "";

    /** Creates a console that shows no progress. */
    StepConsole(final ReplayCursor cursor, final PrintWriter out)
    {
        this(cursor, out, () -> new ProgressLine(out, false, 0));
    }

    /**
     * Creates a console.
     *
     * @param lines make the line of each search, that shows its progress
     */
    StepConsole(final ReplayCursor cursor, final PrintWriter out, final Supplier<ProgressLine> lines)
    {
        this.cursor = cursor;
        this.out = out;
        this.lines = lines;
        this.fields = new WatchedFields(cursor, out);
        this.commandBreaks = new CommandBreaks(cursor.machine().config());
    }

    /** Source of lines. */
    @FunctionalInterface
    interface Lines
    {
        /**
         * Reads a line.
         *
         * @return the line, or null at the end
         */
        String next() throws IOException;
    }

    /** Returns the lines of a reader, and shows no prompt. */
    static Lines of(final BufferedReader reader)
    {
        return reader::readLine;
    }

    /** Returns the words that may follow those of a line. */
    List<String> candidates(final List<String> before)
    {
        return StepWords.candidates(before, fields.names(), WatchExpression.names(cursor.machine()));
    }

    /** Executes lines up to the end or {@code quit}. */
    void run(final Path journal, final Lines lines) throws IOException
    {
        out.println(TerminalText.line(journal.toString()) + " after command " + NumberText.count(cursor.sequence()) +
            " (help shows the commands)");
        out.flush();
        boolean isOn = true;
        while (isOn)
        {
            final String line = lines.next();
            isOn = line != null && execute(line.isBlank() ? last : line.strip());
            out.flush();
        }
    }

    /** Returns false to end. */
    private boolean execute(final String line) throws IOException
    {
        if (line.isEmpty())
        {
            return true;
        }
        last = line;
        if (history.size() == HISTORY_LIMIT)
        {
            history.removeFirst();
        }
        history.addLast(line);
        final List<String> words = Arrays.asList(line.split("\\s+", -1));
        final List<String> operands = words.subList(1, words.size());
        try
        {
            StepWords.check(words.get(0), operands.size());
            switch (words.get(0))
            {
                case "step", "s" -> step(count(operands, 1));
                case "back", "b" -> back(operands);
                case "to" -> to(count(operands, -1));
                case "watch" -> fields.add(oneField(operands), false);
                case "break" -> addBreak(operands);
                case "delete" -> delete(operands);
                case "continue", "c" -> step(Long.MAX_VALUE);
                case "inspect" -> inspect(operands);
                case "explain" -> ExplainedPlace.of(cursor, operands).lines().forEach(fact ->
                    out.println("  " + TerminalText.of(fact)));
                case "diff" -> diff(count(operands, -1));
                case "history" -> history.forEach(past -> out.println("  " + TerminalText.of(past)));
                case "help" -> StepWords.COMMANDS.forEach((usage, purpose) ->
                    out.println(String.format("  %-22s %s", usage, purpose)));
                case "quit", "q" ->
                {
                    return false;
                }
                default -> out.println(TerminalText.of("no command '" + words.get(0) + "'" +
                    NearestName.hint(words.get(0), StepWords.names()) +
                    " (help shows them)"));
            }
        }
        catch (final IllegalArgumentException ex)
        {
            out.println(TerminalText.of(ex.getMessage()));
        }
        catch (final ReplayException ex)
        {
            if (ex.reason() != ReplayException.Reason.TOO_SHORT)
            {
                throw ex;
            }
            out.println(TerminalText.of(ex.getMessage()));
        }

        return true;
    }

    private void step(final long count) throws IOException
    {
        final boolean isShown = count <= SHOWN_LIMIT;
        boolean isStopped = false;
        String text = "";
        for (long i = 0; i < count && !isStopped && text != null; i++)
        {
            text = cursor.step();
            if (text != null && isShown)
            {
                out.println(NumberText.count(cursor.sequence()) + "  " + text);
            }
            isStopped = text != null && isStop(text, isShown);
        }
        if (text == null)
        {
            out.println("the journal ends after command " + NumberText.count(cursor.sequence()));
        }
        else if (!isShown)
        {
            out.println("after command " + NumberText.count(cursor.sequence()));
        }
    }

    /** Shows what a command has changed, and returns whether there is a break. */
    private boolean isStop(final String text, final boolean isShown)
    {
        final boolean isAtBreak = commandBreaks.isAt(text);
        if (isAtBreak && !isShown)
        {
            out.println(NumberText.count(cursor.sequence()) + "  " + text);
        }

        return fields.showChanges(text) || isAtBreak;
    }

    /** Goes back by a number of commands, or to the machine before the last change of a field or condition. */
    private void back(final List<String> operands) throws IOException
    {
        if (operands.isEmpty() || Character.isDigit(operands.get(0).charAt(0)))
        {
            to(Math.max(0, cursor.sequence() - count(operands, 1)));
            return;
        }
        final FieldCondition condition = FieldCondition.parse(String.join(" ", operands));
        condition.field().check(cursor.machine());
        final ChangeSearch.FieldChange change = lastChange(condition);
        if (change == null)
        {
            out.println("no command up to here changes " + TerminalText.line(condition.toString()) + ": it is " +
                condition.shown(cursor.machine()));
            return;
        }
        out.println(NumberText.count(change.sequence()) + "  " + TerminalText.line(condition.toString()) + ": " +
            WatchedChange.text(change.before(), change.after()) + "   by " + change.command());
        to(cursor.sequence());
    }

    /** Searches back while a line shows the progress. */
    private ChangeSearch.FieldChange lastChange(final FieldCondition condition) throws IOException
    {
        try (ProgressLine line = lines.get())
        {
            cursor.progress(new SearchLine(line, HostClock.nanoTime()));
            return ChangeSearch.last(cursor, condition.reader());
        }
        finally
        {
            cursor.progress(sequence -> { });
        }
    }

    private void to(final long sequence) throws IOException
    {
        try
        {
            cursor.to(sequence);
        }
        catch (final ReplayException ex)
        {
            if (ex.reason() != ReplayException.Reason.TOO_SHORT)
            {
                throw ex;
            }
            out.println(TerminalText.of(ex.getMessage()));                      // and stands where it can
        }
        fields.update();
        out.println("after command " + NumberText.count(cursor.sequence()));
        fields.show();
    }

    private void addBreak(final List<String> operands)
    {
        if (CommandBreaks.isKind(operands))
        {
            out.println("  break at " + TerminalText.of(commandBreaks.add(operands)));
        }
        else if (operands.size() == 1)
        {
            fields.add(operands.get(0), true);
        }
        else
        {
            throw new IllegalArgumentException(FIELD_OR_KIND);
        }
    }

    private void delete(final List<String> operands)
    {
        if (operands.isEmpty())
        {
            throw new IllegalArgumentException(ONE_FIELD);
        }
        if (!commandBreaks.remove(operands))
        {
            operands.forEach(fields::remove);
        }
    }

    private static String oneField(final List<String> operands)
    {
        if (operands.size() != 1)
        {
            throw new IllegalArgumentException(ONE_FIELD);
        }

        return operands.get(0);
    }

    private void inspect(final List<String> words)
    {
        new ViewTable(out).print(JsonText.tree(Inspector.view(cursor.machine(), words)),
            "command " + NumberText.count(cursor.sequence()));
    }

    /** Shows which watched fields differ between here and another command, and stays here. */
    private void diff(final long sequence) throws IOException
    {
        if (fields.names().isEmpty())
        {
            throw new IllegalArgumentException("nothing is watched: 'watch FIELD' first");
        }
        final long here = cursor.sequence();
        final List<String> lines = new ArrayList<>();
        try
        {
            cursor.to(sequence);
            lines.addAll(fields.differences());
        }
        finally
        {
            if (cursor.machine() != null)                                       // null: the journal is damaged
            {
                cursor.to(here);
            }
        }
        out.println(lines.isEmpty() ? "no watched field differs" : String.join(System.lineSeparator(), lines));
    }

    private static long count(final List<String> operands, final long otherwise)
    {
        if (operands.size() > 1 || (operands.isEmpty() && otherwise < 0))
        {
            throw new IllegalArgumentException("one number is needed");
        }

        return operands.isEmpty() ? otherwise : Quantity.count(operands.get(0));
    }
}

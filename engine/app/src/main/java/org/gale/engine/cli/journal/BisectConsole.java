package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.HostClock;
import org.gale.engine.inspect.FieldCondition;
import org.gale.engine.inspect.WatchedChange;
import org.gale.engine.replay.ChangeSearch;
import org.gale.engine.replay.ReplayCursor;

/**
 * Console of {@code gale replay --bisect}: shows the first command at which a condition holds.
 *
 * @param line   that shows the progress
 * @param isJson true to print one JSON object in place of the lines
 */
record BisectConsole(Path journal, PrintWriter out, ProgressLine line, boolean isJson)
{
    /** Option that names the condition. */
    static final String OPTION = "--bisect";

    /** Parses a condition; another text is a mistake of the user. */
    static FieldCondition condition(final String text)
    {
        try
        {
            return FieldCondition.parse(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, OPTION + ": " + ex.getMessage(), ex);
        }
    }

    /**
     * Searches from where a cursor stands.
     *
     * @param to command with which the search ends; {@link Long#MAX_VALUE} for the end of the journal
     * @return the failure of a search whose ends agree, or null
     * @throws OutcomeException if the machine has no such field
     */
    OutcomeException run(final ReplayCursor cursor, final FieldCondition condition, final long to) throws IOException
    {
        try
        {
            condition.field().check(cursor.machine());
            cursor.progress(new SearchLine(line, HostClock.nanoTime()));
            final ChangeSearch.Bisected bisected =
                ChangeSearch.bisect(cursor, condition.field().reader(), condition::holds, to);
            line.clear();

            return show(cursor, condition, bisected);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, OPTION + ": " + ex.getMessage(), ex);
        }
    }

    private OutcomeException show(
        final ReplayCursor cursor, final FieldCondition condition, final ChangeSearch.Bisected bisected)
    {
        final ChangeSearch.FieldChange change = bisected.change();
        if (isJson)
        {
            out.println(JsonText.line(fields(condition, bisected)));
            out.flush();
        }
        if (change == null)
        {
            return new OutcomeException(Outcome.CHECK_FAILED, agreement(cursor, condition, bisected));
        }
        if (!isJson)
        {
            show(condition, bisected, change);
        }

        return null;
    }

    private void show(
        final FieldCondition condition, final ChangeSearch.Bisected bisected, final ChangeSearch.FieldChange change)
    {
        out.println(NumberText.count(change.sequence()) + "  " + condition.field() + ": " +
            WatchedChange.text(change.before(), change.after()) + "   by " + change.command());
        out.println("the first command after which '" + TerminalText.line(condition.toString()) + "' " +
            (bisected.holdsFirst() ? "does not hold" : "holds") + ", if it changes once in commands " +
            NumberText.count(bisected.from() + 1) + " to " + NumberText.count(bisected.to()));
        out.println("  go there: gale replay " + TerminalText.line(journal.toString()) + " --to " +
            (change.sequence() - 1) + " --step");
        out.flush();
    }

    /** Returns the result for programs. Without a change its command is null. */
    private static JsonText.Fields fields(final FieldCondition condition, final ChangeSearch.Bisected bisected)
    {
        final ChangeSearch.FieldChange change = bisected.change();

        return json ->
        {
            json.writeStringField("schema", "gale.bisect/1");
            json.writeStringField("expression", condition.toString());
            json.writeNumberField("from", bisected.from() + 1);
            json.writeNumberField("to", bisected.to());
            json.writeBooleanField("holds_first", bisected.holdsFirst());
            json.writeStringField("before", change == null ? bisected.atFrom() : change.before());
            json.writeStringField("after", change == null ? bisected.atTo() : change.after());
            json.writeFieldName("command");
            if (change == null)
            {
                json.writeNull();
            }
            else
            {
                json.writeNumber(change.sequence());
                json.writeStringField("text", change.command());
            }
        };
    }

    private static String agreement(
        final ReplayCursor cursor, final FieldCondition condition, final ChangeSearch.Bisected bisected)
    {
        final boolean isThere = condition.field().isThere(cursor.machine());

        return OPTION + ": '" + condition + "' " +
            (bisected.holdsFirst() ? "holds at both ends: " : "holds at neither end: ") + condition.field() + " is " +
            bisected.atFrom() + " after command " + NumberText.count(bisected.from()) + ", and " + bisected.atTo() +
            " after command " + NumberText.count(bisected.to()) +
            (isThere ? "" : " (" + condition.field().absence(cursor.machine()) + ')') +
            System.lineSeparator() + "  A bisection cannot find a value that changes and changes back. " +
            "Print each change: --watch " + condition.field();
    }
}

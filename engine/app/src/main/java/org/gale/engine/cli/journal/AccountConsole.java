package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.HostClock;
import org.gale.engine.json.JsonText;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.OwnerCounts;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;

/**
 * Sums of the account over a part of a journal, as {@code gale replay --account} prints them. Pure but for the output.
 */
final class AccountConsole
{
    static final String OPTION = "--account";

    private static final String ROW = "%-10s %14s %14s %12s %12s %12s %12s%n";

    private AccountConsole()
    {
    }

    /**
     * Prints what the account counted in a part of a journal.
     *
     * @param from first command, or null
     * @param to   last command, or null
     * @return the exit code
     */
    static int print(final Path journal, final Long from, final Long to, final ProgressLine line, final boolean isJson,
        final PrintWriter out)
    {
        try (ReplayCursor cursor = from == null ? ReplayCursor.openAtStart(journal, Machines.FACTORY) :
            ReplayCursor.open(journal, Math.max(1, from) - 1, Machines.FACTORY))
        {
            final long before = cursor.sequence();
            final OwnerCounts first = OwnerCounts.compared(cursor.machine(), before);
            cursor.progress(new SearchLine(line, HostClock.nanoTime()));
            cursor.to(to == null ? Long.MAX_VALUE : to);
            line.clear();
            final OwnerCounts counts = OwnerCounts.compared(cursor.machine(), cursor.sequence()).since(first);
            if (isJson)
            {
                out.println(JsonText.line(counts.fields(before)));
            }
            else
            {
                text(before, counts, out);
            }
            out.flush();

            return ExitCode.OK;
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private static void text(final long before, final OwnerCounts counts, final PrintWriter out)
    {
        out.println("commands " + NumberText.count(before + 1) + " to " + NumberText.count(counts.sequence()) + ": " +
            NumberText.count(counts.commands()) + " without TIME \u00b7 " + NumberText.count(counts.rejected()) +
            " rejected \u00b7 " + NumberText.counted(counts.doorbells(), "doorbell"));
        out.printf(Locale.ROOT, ROW, "owner", "offered", "delivered", "coalesced", "withdrawn", "lost", "pending +");
        for (final Map.Entry<Integer, OwnerCounts.Counts> owner : counts.owners().entrySet())
        {
            final OwnerCounts.Counts values = owner.getValue();
            out.printf(Locale.ROOT, ROW, OwnerId.name(owner.getKey()), NumberText.count(values.offered()),
                NumberText.count(values.delivered()), NumberText.count(values.coalesced()),
                NumberText.count(values.cleared() + values.unmapped()), NumberText.count(values.lost()),
                NumberText.count(values.pending()));
        }
    }
}

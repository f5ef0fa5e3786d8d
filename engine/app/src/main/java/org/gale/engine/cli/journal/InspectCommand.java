package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.config.TerminalText;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gale inspect}: shows the machine of a journal after a command, decoded. */
@Command(name = "inspect", mixinStandardHelpOptions = true,
    header = "Show the tables and registers of a journal's machine, decoded.",
    description = {
        "",
        "DIR@SEQ is the machine after command SEQ; without @SEQ, after the last one. Views, with their",
        "options:",
        "",
        "  vmt [--all]   vmte --vm N   vpet --vm N [--all]   vped --vm N --vpe N",
        "  ist [--type lpi|spi] [--id N] [--all]   vist --vm N [--type lpi|spi] [--id N] [--all]",
        "  dt [--its N] [--all]   itt --device N [--its N] [--all]   ppi --pe N [--virtual]",
        "  pending [--vm N]   regs [--pe N]   topology",
        "  msix [--device N] [--all]   eventfd [--device N]",
        "",
        "Of a GICv4 host: vpe [--vm N] [--all]   vpt [--vm N] [--lpi N]   latch [--vm N] [--lpi N] [--all]",
        "",
        "explain FIELD, explain msi DEVICE EVENT [ITS] or explain function N vector V says where an",
        "interrupt is and what keeps it from its PE (FIELD: lpi5, vm3.lpi8193, spi7, pe0.ppi27,",
        "vm0.vcpu1.ppi27).",
        "",
        "--json prints the view as one JSON object, under the architecture's names.",
        ""},
    footer = {
        "",
        "Examples:",
        "  gale inspect run1@1000000 vist --vm 3",
        "  gale inspect run1 regs --json",
        "  gale inspect run1@1000000 explain vm3.lpi8193"})
public final class InspectCommand extends ConsoleCommand
{
    private static final String JSON = "--json";
    private static final String EXPLAIN = "explain";

    @Parameters(index = "0", paramLabel = "DIR[@SEQ]", description = "The journal's directory, and a command in it.")
    @Uses(FileUse.READ)
    private String place;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "VIEW", description = "The view and its options.")
    private final List<String> view = new ArrayList<>();

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        final int mark = Files.exists(Path.of(place)) ? -1 : place.lastIndexOf('@');
        final Path directory = Path.of(mark < 0 ? place : place.substring(0, mark));
        JournalErrors.checkDirectory(directory);
        final long sequence = mark < 0 ? Long.MAX_VALUE : sequence(place.substring(mark + 1));
        try (ReplayCursor cursor = open(directory, sequence))
        {
            final PrintWriter out = out();
            if (view.get(0).equals(EXPLAIN))
            {
                explain(cursor, out);
                return ExitCode.OK;
            }
            final JsonText.Fields values = Inspector.view(cursor.machine(), view);
            if (view.contains(JSON))
            {
                out.println(JsonText.line(values));
            }
            else
            {
                new ViewTable(out).print(JsonText.tree(values), directory + " \u00b7 command " +
                    NumberText.count(cursor.sequence()));
            }
            out.flush();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.getMessage(), ex);
        }

        return ExitCode.OK;
    }

    private void explain(final ReplayCursor cursor, final PrintWriter out)
    {
        final List<String> words = new ArrayList<>(view.subList(1, view.size()));
        final boolean isJson = words.remove(JSON);
        final ExplainedPlace explained;
        try
        {
            explained = ExplainedPlace.of(cursor, words);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
        if (isJson)
        {
            out.println(JsonText.line(explained.fields()));
        }
        else
        {
            explained.lines().forEach(line -> out.println(TerminalText.of(line)));
        }
        out.flush();
    }

    private static ReplayCursor open(final Path directory, final long sequence)
    {
        try
        {
            return sequence == Long.MAX_VALUE ? ReplayCursor.openAtEnd(directory, Machines.FACTORY) :
                ReplayCursor.open(directory, sequence, Machines.FACTORY);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private static long sequence(final String text)
    {
        try
        {
            return Quantity.count(text);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "@" + ex.getMessage(), ex);
        }
    }
}

package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Locale;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.Quantity;
import org.gale.engine.explore.PageQuestion;
import org.gale.engine.explore.ExploreServer;
import org.gale.engine.explore.Explored;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.inspect.Opening;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.json.JsonText;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.system.Machines;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale explore}: serves a journal to a browser on this machine. */
@Command(name = "explore", mixinStandardHelpOptions = true,
    header = "Look into a journal in a browser: time line, one interrupt, state.",
    description = {
        "",
        "Serves the journal DIR on 127.0.0.1 and prints the address, to be opened in a browser of this",
        "machine. Nobody else can read it: the address has a token. A run that lost an interrupt opens at",
        "the command that lost it. Ends at Ctrl-C, or after --idle without a request.",
        "",
        "Exit code: 0 ended, 2 there is no journal, 6 it is damaged before its first command, 8 the port is",
        "taken, or the host lacks something.",
        ""},
    footer = {
        "",
        "Examples:",
        "  gale explore run1",
        "  gale explore run1 --at 9388 --show vm3.lpi8411",
        "  gale explore storm/engine-002 --port 8080 --idle 2h"})
public final class ExploreCommand extends ConsoleCommand
{
    private static final int PORT_LIMIT = 1 << 16;
    private static final long MEMORY_LEAST = 1_000_000;

    @Parameters(paramLabel = "DIR", description = "The journal's directory.")
    @Uses(FileUse.READ)
    private Path directory;

    @Option(names = "--at", paramLabel = "SEQ", converter = QuantityConverters.Count.class, description =
        "Open after this command. Default: the command that lost an interrupt, else the last.")
    private Long at;

    @Option(names = "--show", paramLabel = "FIELD", description =
        "Open with this interrupt: vm3.lpi8411, lpi5, spi40, or another name of gale replay --watch.")
    private String shown;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description =
        "Port on 127.0.0.1. Default: one that is free.")
    private int port;

    @Option(names = "--idle", paramLabel = "TIME", defaultValue = "30m",
        converter = QuantityConverters.Duration.class, description =
        "End after this time without a request. Default: ${DEFAULT-VALUE}.")
    private Long idleNs;

    @Option(names = "--memory", paramLabel = "SIZE", defaultValue = "256M", description =
        "Limit of the snapshots in memory. Default: ${DEFAULT-VALUE}.")
    private String memory;

    @Override
    public Integer call() throws IOException
    {
        checkSettings();
        JournalErrors.checkDirectory(directory);
        final long memoryBytes = memoryBytes();
        if (port < 0 || port >= PORT_LIMIT)
        {
            throw new OutcomeException(Outcome.USAGE, "--port: " + port + " is no port (1 to 65535)");
        }
        try
        {
            if (shown != null)
            {
                WatchExpression.parse(shown);
            }
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--show: " + ex.getMessage(), ex);
        }
        try (Explored explored = explored(memoryBytes); ExploreServer server = open())
        {
            return serve(explored, server);
        }
        catch (final IOException ex)
        {
            throw JournalErrors.of(ex);
        }
    }

    private Explored explored(final long memoryBytes) throws IOException
    {
        return new Explored(directory, Opening.of(directory, at, shown, Machines.FACTORY), memoryBytes);
    }

    private int serve(final Explored explored, final ExploreServer server) throws IOException
    {
        try (TerminationSignals signals = new TerminationSignals(server::end, ExploreCommand::endAtOnce);
            ProgressLine line = new ProgressLine(err(), Terminal.isTerminal(Terminal.STDERR), HostClock.nanoTime()))
        {
            signals.install();
            final PrintWriter out = out();
            out.println(server.url());
            out.flush();
            server.serve(new Shown(explored, line), idleNs);
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException("nobody interrupts the main thread", ex);
        }

        return ExitCode.OK;
    }

    /** Answers, with a line on the progress of the first pass. */
    private record Shown(Explored explored, ProgressLine line) implements ExploreServer.Answers
    {
        @Override
        public JsonText.Fields answer(final PageQuestion asked, final Runnable check) throws IOException
        {
            return explored.answer(asked, check);
        }

        @Override
        public boolean work() throws IOException
        {
            final boolean isMore = explored.work();
            final long now = HostClock.nanoTime();
            if (!isMore)
            {
                line.clear();
            }
            else if (line.isDue(now))
            {
                line.draw(String.format(Locale.ROOT, "  read %s commands", NumberText.count(explored.indexed())), now);
            }

            return isMore;
        }
    }

    private ExploreServer open()
    {
        try
        {
            return ExploreServer.open(port);
        }
        catch (final BindException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "--port: " + port + " is taken (without --port, a free one " +
                "is chosen)", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, "cannot serve on 127.0.0.1: " + FileFailure.reason(ex), ex);
        }
    }

    private long memoryBytes()
    {
        final long bytes;
        try
        {
            bytes = Quantity.sizeBytes(memory);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--memory: " + ex.getMessage(), ex);
        }
        if (bytes < MEMORY_LEAST)
        {
            throw new OutcomeException(Outcome.USAGE, "--memory: " + memory + " is too little (1M is the least)");
        }

        return bytes;
    }

    private static void endAtOnce()
    {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
}

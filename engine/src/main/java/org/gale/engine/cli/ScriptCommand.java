package org.gale.engine.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.ProcessEnd;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ScriptTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SocketServer;
import org.gale.engine.script.TargetFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gale script}: the line protocol on stdin and stdout, or on a Unix socket. */
@Command(name = "script", mixinStandardHelpOptions = true,
    header = "Drive a machine by the line protocol, on stdin and stdout or a Unix socket.",
    description = {
        "",
        "One command a line, one reply a line; '#' starts a comment, 'quit' ends. The first line may choose",
        "another machine than the default:",
        "",
        "  printf 'machine pes=2\\nhppi 0\\nquit\\n' | gale script",
        ""})
final class ScriptCommand implements Callable<Integer>
{
    private final TargetFactory factory;
    private final InputStream in;
    private final OutputStream out;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(names = "--socket", paramLabel = "PATH", description =
        "Serve a Unix socket, one connection after the other, each with a machine of its own, until interrupted.")
    private Path socket;

    @Option(names = "--journal", paramLabel = "DIR", description =
        "Journal the commands in a new directory, to replay them. With --socket each session has a directory of its " +
        "own in it, session-1 and so on.")
    private Path journal;

    private int sessions;

    ScriptCommand(final TargetFactory factory)
    {
        this(factory, new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    }

    ScriptCommand(final TargetFactory factory, final InputStream in, final OutputStream out)
    {
        this.factory = factory;
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call()
    {
        common.settings(List.of());
        if (journal != null)
        {
            checkNew(journal);
        }
        final TargetFactory targets = journal == null ? factory : this::createJournaled;
        try
        {
            if (socket != null)
            {
                serve(targets);
            }
            else
            {
                talk(targets);
            }
        }
        catch (final UncheckedIOException ex)
        {
            throw JournalErrors.of(ex.getCause());
        }
        catch (final JournalRefusedException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, String.format(Locale.ROOT,
                "--journal %s: nothing more is accepted after command %,d: %s. Everything answered is in it.%n" +
                "  Free some space and begin another: gale script --journal DIR. To see this one: gale replay %1$s",
                journal, ex.lastSequence(), ex.getMessage()), ex);
        }

        return ExitCode.OK;
    }

    private ScriptTarget createJournaled(final List<String> keyValues)
    {
        return MachineTarget.create(keyValues, machine -> SessionJournal.create(
            socket == null ? journal : journal.resolve("session-" + ++sessions), GaleCommand.version(), machine));
    }

    private void talk(final TargetFactory targets)
    {
        if (Terminal.isTerminal(Terminal.STDIN))
        {
            final PrintWriter err = spec.commandLine().getErr();
            err.println("One command a line, such as 'hppi 0' or 'signal 0'; 'quit' ends.");
            err.flush();
        }

        try
        {
            SessionRunner.run(targets, in, out);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES, "the stream broke: " + ex.getMessage(), ex);
        }
    }

    private void serve(final TargetFactory targets)
    {
        final PrintWriter err = spec.commandLine().getErr();
        try (SocketServer server = SocketServer.bind(socket))
        {
            ProcessEnd.before("socket-remover", server::close);
            server.serve(targets, message ->
            {
                err.println(ErrorMessages.prefix(spec.commandLine()) + message);
                err.flush();
            });
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--socket " + socket +
                ": exists already. Remove it if nobody serves it any more, or choose another path.", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.USAGE, "--socket " + socket + ": cannot make a socket there: " + ex.getMessage(), ex);
        }
    }

    /** A directory that a journal is to be made in: absent or empty. */
    private static void checkNew(final Path directory)
    {
        if (Files.exists(directory) && !Files.isDirectory(directory))
        {
            throw new OutcomeException(Outcome.USAGE, "--journal " + directory + ": is not a directory");
        }
        if (Files.exists(directory))
        {
            try (Stream<Path> entries = Files.list(directory))
            {
                final long count = entries.count();
                if (count > 0)
                {
                    throw new OutcomeException(Outcome.USAGE, "--journal " + directory + ": not empty (" + count +
                        (count == 1 ? " file" : " files") + "). Choose another directory.");
                }
            }
            catch (final IOException ex)
            {
                throw JournalErrors.of(ex);
            }
        }
    }
}

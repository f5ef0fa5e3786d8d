package org.gale.engine.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ParanoidOption;
import org.gale.engine.cli.console.Program;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.ProcessEnd;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.JournalRefusedException;
import org.gale.engine.replay.JournalErrors;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ScriptTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;
import org.gale.engine.script.SessionTranscript;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.script.SocketServer;
import org.gale.engine.script.TargetFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gale script}: the line protocol on stdin and stdout, or on a Unix socket. */
@Command(name = "script", mixinStandardHelpOptions = true,
    header = "Drive a machine by the line protocol, on stdin and stdout or a Unix socket.",
    description = {
        "",
        "One command a line, one reply a line; '#' starts a comment, 'quit' ends. The first line may choose",
        "another machine than the default:",
        "",
        "  printf 'machine pes=2\\nhppi 0\\nquit\\n' | gale script",
        "",
        "--transcript keeps what was said, and 'gale check' plays it:",
        "",
        "  gale script --transcript bug.gt",
        "  gale check bug.gt",
        "",
        "Each session proves that no interrupt is lost or invented. A client that sends 'notices on' gets a",
        "line '! P1 ...' before the reply of a command at which Gale finds a broken promise. Without",
        "'notices on' the line is on stderr.",
        "",
        "Exit code: 0 ended, 2 usage, 3 -C fail=exit and a line was answered FAIL, 7 a promise was broken in",
        "any session, 8 the host lacks something, 130 interrupted.",
        ""},
    footer = {
        "",
        "Keys for -C:",
        "      fail=continue|exit   End at the first line that is answered FAIL, with exit code 3.",
        "                             Default: continue."})
final class ScriptCommand extends ConsoleCommand implements SessionWatch
{
    private static final String TRANSCRIPT = "--transcript";
    private static final String FORCE = "--force";
    private static final String FAIL_KEY = "fail";
    private static final String FAIL_EXIT = "exit";
    private static final String FAIL_CONTINUE = "continue";
    /** Keys as a shell completes them. */
    static final List<String> KEY_WORDS = List.of(FAIL_KEY + '=' + FAIL_CONTINUE, FAIL_KEY + '=' + FAIL_EXIT);

    private final TargetFactory factory;
    private final InputStream in;
    private final OutputStream out;

    @Mixin
    private ParanoidOption paranoid;

    @Option(names = "--socket", paramLabel = "PATH", description =
        "Serve a Unix socket of mode 0600 until interrupted: at most 16 connections at a time, each with its " +
        "own machine. A socket that a dead process left is replaced.")
    @Uses(FileUse.MADE)
    private Path socket;

    @Option(names = "--journal", paramLabel = "DIR", description =
        "Journal the commands in a new directory, to replay them. With --socket each session has its own " +
        "directory in it, session-1 and so on.")
    @Uses(FileUse.MADE)
    private Path journal;

    @Option(names = TRANSCRIPT, paramLabel = "FILE", converter = QuantityConverters.OutputPath.class, description =
        "Write each command and its reply to FILE before the reply leaves, for 'gale check'. With --socket each " +
        "session has its own file: of run.gt run-1.gt, run-2.gt and so on, the first that is not there. FILE ends " +
        "with 'stats', for a GICv4 host also with 'v4 audit'.")
    @Uses(FileUse.WRITTEN)
    private Path transcript;

    @Option(names = FORCE, description = "Replace FILE if it is there.")
    private boolean isForced;

    private final AtomicReference<InvariantBrokenException> first = new AtomicReference<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private int transcripts;

    ScriptCommand(final TargetFactory factory)
    {
        this(factory, new FileInputStream(FileDescriptor.in), new StdoutStream());
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
        paranoid.check();
        final boolean endsAtFail = endsAtFail(common().settings(List.of(FAIL_KEY)).get(FAIL_KEY));
        if (journal != null)
        {
            checkNew(journal);
        }
        checkTranscript();
        final TargetFactory targets = journal == null ? factory : this::createJournaled;
        try
        {
            return socket != null ? serve(targets, endsAtFail) : talk(targets, endsAtFail);
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
    }

    /** Returns whether the first FAIL ends the command. */
    private static boolean endsAtFail(final String value)
    {
        if (value != null && !List.of(FAIL_EXIT, FAIL_CONTINUE).contains(value))
        {
            throw new OutcomeException(Outcome.USAGE, "-C " + FAIL_KEY + ": '" + value + "' is not one of " +
                FAIL_EXIT + ", " + FAIL_CONTINUE);
        }

        return FAIL_EXIT.equals(value);
    }

    private ScriptTarget createJournaled(final List<String> keyValues)
    {
        return MachineTarget.create(keyValues, machine -> SessionJournal.create(
            socket == null ? journal : journal.resolve("session-" + sessions.incrementAndGet()),
            Program.version(), machine));
    }

    private void checkTranscript()
    {
        if (isForced && transcript == null)
        {
            throw new OutcomeException(Outcome.USAGE, FORCE + ": replaces a transcript (add " + TRANSCRIPT + " FILE)");
        }
        if (transcript == null)
        {
            return;
        }
        if (Files.isDirectory(transcript))
        {
            throw new OutcomeException(Outcome.USAGE, TRANSCRIPT + ' ' + transcript + ": is a directory");
        }
        final Path normal = transcript.toAbsolutePath().normalize();
        final Path around = journal != null && normal.startsWith(journal.toAbsolutePath().normalize()) ? journal :
            JournalReader.around(normal);
        if (around != null)
        {
            throw new OutcomeException(
                Outcome.USAGE, TRANSCRIPT + ' ' + transcript + ": lies in the journal " + around);
        }
        if (!Files.isDirectory(normal.getParent()))
        {
            throw new OutcomeException(Outcome.USAGE, TRANSCRIPT + ' ' + transcript + ": there is no directory " +
                normal.getParent());
        }
    }

    /** Creates a transcript, and refuses to replace a file unless that was asked for. */
    private SessionTranscript create(final Path path)
    {
        try
        {
            return SessionTranscript.create(path, isForced, Program.version());
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw new OutcomeException(
                Outcome.USAGE, TRANSCRIPT + ' ' + path + ": is there already (" + FORCE + " replaces it)", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES,
                TRANSCRIPT + ' ' + path + ": cannot be written: " + FileFailure.reason(ex), ex);
        }
    }

    /** Creates the transcript of the next session of a socket. */
    private SessionTranscript createNext()
    {
        Path path = numbered(transcript, ++transcripts);
        while (!isForced && Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        {
            path = numbered(transcript, ++transcripts);
        }

        return create(path);
    }

    /** Returns the path of a session's file, whose number stands before the ending of its name. */
    static Path numbered(final Path path, final int number)
    {
        final String name = path.getFileName().toString();
        final int dot = name.indexOf('.', 1);
        final int end = dot < 0 ? name.length() : dot;

        return path.resolveSibling(name.substring(0, end) + '-' + number + name.substring(end));
    }

    private int talk(final TargetFactory targets, final boolean endsAtFail)
    {
        if (Terminal.isTerminal(Terminal.STDIN))
        {
            final PrintWriter err = err();
            err.println("One command a line, such as 'hppi 0' or 'signal 0'; 'quit' ends.");
            err.flush();
        }

        try
        {
            final SessionTranscript kept = transcript == null ? null : create(transcript);

            return exit(SessionRunner.run(targets, kept, in, out, endsAtFail, this) ? ExitCode.OK :
                ExitCode.CHECK_FAILED);
        }
        catch (final IOException ex)
        {
            // Whoever reads the replies has seen enough: head.
            if (StdoutStream.CLOSED_PIPE.equals(FileFailure.reason(ex)))
            {
                return exit(ExitCode.OK);
            }
            throw new OutcomeException(Outcome.RESOURCES, "the stream broke: " + FileFailure.reason(ex), ex);
        }
    }

    private int serve(final TargetFactory targets, final boolean endsAtFail)
    {
        try (SocketServer server = SocketServer.bind(socket);
            TerminationSignals signals = new TerminationSignals(server::close, ScriptCommand::endAtOnce))
        {
            signals.install();
            ProcessEnd.before("socket-remover", server::close);
            say("listening on " + socket);
            final boolean isOk = server.serve(targets,
                transcript == null ? SessionTranscript.Source.NONE : this::createNext, endsAtFail, this, this::say);

            return exit(signals.isRaised() ? ExitCode.INTERRUPTED : isOk ? ExitCode.OK : ExitCode.CHECK_FAILED);
        }
        catch (final FileAlreadyExistsException ex)
        {
            throw new OutcomeException(Outcome.USAGE, "--socket " + socket +
                ": exists already, and is not a socket that a dead process left. Choose another path.", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.USAGE, "--socket " + socket + ": cannot make a socket there: " + FileFailure.reason(ex), ex);
        }
    }

    /** Prints a broken promise for which the client did not ask. From any thread. */
    @Override
    public void notice(final String line)
    {
        say(line);
    }

    /** Keeps the first promise that was broken in any session. From any thread. */
    @Override
    public void broken(final InvariantBrokenException ofSession)
    {
        first.compareAndSet(null, ofSession);
    }

    /** Returns the exit code: that of a broken promise comes first. */
    private int exit(final int otherwise)
    {
        if (first.get() == null)
        {
            return otherwise;
        }
        throw new OutcomeException(Outcome.INVARIANT_BROKEN, first.get().getMessage(), first.get());
    }

    /** Prints a line on stderr. From any thread. */
    private void say(final String message)
    {
        final PrintWriter err = err();
        err.println(ErrorMessages.prefix(spec().commandLine()) + TerminalText.of(message));
        err.flush();
    }

    private static void endAtOnce()
    {
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    /** Checks that the directory of a new journal is absent or empty. */
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
                    throw new OutcomeException(Outcome.USAGE, "--journal " + directory + ": not empty (" +
                        NumberText.counted(count, "file") + ')' +
                        (JournalReader.isUnmade(directory) ? JournalReader.UNMADE : "") +
                        ". Choose another directory.");
                }
            }
            catch (final IOException ex)
            {
                throw JournalErrors.of(ex);
            }
        }
    }
}

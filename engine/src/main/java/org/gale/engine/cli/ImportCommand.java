package org.gale.engine.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.gale.engine.cli.console.CommonOptions;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.OutputFile;
import org.gale.engine.trace.TraceCsv;
import org.gale.engine.trace.TraceWriter;
import org.gale.engine.trace.text.CsvText;
import org.gale.engine.trace.text.HandlerText;
import org.gale.engine.trace.text.ImportCounts;
import org.gale.engine.trace.text.ImportedTrace;
import org.gale.engine.trace.text.TextForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code gale import}: makes a trace of recorded texts. A signal that comes while texts are read ends the process as
 * it does by default: nothing is written yet, and temporary files have no names.
 */
@Command(name = "import", mixinStandardHelpOptions = true,
    header = "Make a trace of a recorded text.",
    description = {
        "",
        "Reads when handlers of interrupts began and ended: the text of the kernel's trace file (ftrace), or",
        "of 'perf script' (perf), or lines of time,cpu,vector[,service] (csv; times in ns or with a unit).",
        "Texts may be compressed by gzip.",
        ""},
    footer = {
        "",
        "Exit code: 0 at least one event was understood, 2 a file is missing or there already, a text holds",
        "several machines or no absolute times, 3 nothing was understood, 8 a file cannot be written,",
        "130 interrupted (no trace is written)."})
final class ImportCommand implements Callable<Integer>
{
    private static final Path STANDARD = Path.of("-");
    private static final String SOURCE = "--source";
    private static final int SHOWN_WIDTH = 18;

    private final InputStream in;
    private final OutputStream stdout;
    private final TerminationSignals signals;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "FORM", description = "ftrace, perf or csv.")
    private Form form;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Texts; '-' is stdin.")
    private List<Path> files;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "T",
        converter = QuantityConverters.OutputPath.class,
        description = "The trace to write. '-' writes its events to stdout as csv.")
    private Path output;

    @Option(names = SOURCE, paramLabel = "NAME",
        description = "Of a text of several machines the one to read (host.dat); 'handlers' or 'injected' where a " +
            "host handles interrupts and injects others.")
    private String source;

    @Option(names = "--force", description = "Replace T if it is there.")
    private boolean isForced;

    ImportCommand()
    {
        this(new FileInputStream(FileDescriptor.in), new StdoutStream(), new TerminationSignals(() -> { }, () -> { }));
    }

    /** Makes a command with other standard streams and signals, for tests. */
    ImportCommand(final InputStream in, final OutputStream stdout, final TerminationSignals signals)
    {
        this.in = in;
        this.stdout = stdout;
        this.signals = signals;
    }

    /** Form of a text. */
    enum Form
    {
        ftrace, perf, csv
    }

    @Override
    public Integer call()
    {
        common.settings(List.of());
        if (Collections.frequency(files, STANDARD) > 1)
        {
            throw new OutcomeException(Outcome.USAGE, "-: standard input is given twice");
        }
        if (source != null && form == Form.csv)
        {
            throw new OutcomeException(Outcome.USAGE, SOURCE + ": " + source + ": a csv has no sources");
        }
        checkOutput();
        try (ImportedTrace trace = new ImportedTrace())
        {
            final TextForm text = form == Form.csv ? new CsvText(trace) : new HandlerText(trace, SOURCE, source);
            try (ProgressLine progress = new ProgressLine(
                spec.commandLine().getErr(), Terminal.isTerminal(Terminal.STDERR), HostClock.nanoTime()))
            {
                files.forEach(file -> read(text, file, trace, progress));
            }
            show(trace);
            if (trace.size() == 0)
            {
                throw new OutcomeException(Outcome.CHECK_FAILED,
                    files.get(0) + ": no event was understood as " + form + " (is it that form?)");
            }

            return STANDARD.equals(output) ? writeCsv(trace) : write(trace);
        }
    }

    /** Refuses to replace a text, and a file that is there, unless that was asked for. */
    private void checkOutput()
    {
        if (STANDARD.equals(output) || !Files.isRegularFile(output))
        {
            return;
        }
        for (final Path file : files)
        {
            if (!STANDARD.equals(file) && isSame(file))
            {
                throw new OutcomeException(Outcome.USAGE, "--output " + output + ": is the text (choose another)");
            }
        }
        if (!isForced)
        {
            throw new OutcomeException(
                Outcome.USAGE, "--output " + output + ": is there already (--force replaces it)");
        }
    }

    private boolean isSame(final Path file)
    {
        try
        {
            return Files.exists(file) && Files.isSameFile(output, file);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, file + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private int write(final ImportedTrace trace)
    {
        try (TerminationSignals taken = signals)
        {
            taken.install();
            OutputFile.write(output, stream ->
                TraceWriter.write(trace.vectors(), trace.events(), new StoppedStream(stream, signals)));
        }
        catch (final InterruptedIOException ex)
        {
            throw new OutcomeException(
                Outcome.INTERRUPTED, "--output " + output + ": interrupted, no trace is written", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, "--output " + output + ": cannot be written: " + FileFailure.reason(ex), ex);
        }

        return ExitCode.OK;
    }

    /** Stream of a file that a signal interrupts. */
    private static final class StoppedStream extends FilterOutputStream
    {
        private final TerminationSignals signals;

        private StoppedStream(final OutputStream out, final TerminationSignals signals)
        {
            super(out);
            this.signals = signals;
        }

        @Override
        public void write(final byte[] bytes, final int offset, final int length) throws IOException
        {
            if (signals.isRaised())
            {
                throw new InterruptedIOException();
            }
            out.write(bytes, offset, length);
        }
    }

    private int writeCsv(final ImportedTrace trace)
    {
        try
        {
            final Writer writer = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
            TraceCsv.write(trace.vectors(), trace.events(), writer);
            writer.flush();
        }
        catch (final IOException ex)
        {
            // Whoever reads the lines has seen enough: head, less.
            if (!StdoutStream.CLOSED_PIPE.equals(FileFailure.reason(ex)))
            {
                throw new OutcomeException(Outcome.RESOURCES, "cannot write to stdout: " + FileFailure.reason(ex), ex);
            }
        }

        return ExitCode.OK;
    }

    private void read(final TextForm text, final Path file, final ImportedTrace trace, final ProgressLine progress)
    {
        final String name = file.toString();
        final boolean isStdin = STANDARD.equals(file);
        try
        {
            if (!isStdin && BoundedFile.isDevice(file))
            {
                throw new OutcomeException(Outcome.USAGE, name + ": is a device, and no text (- reads standard input)");
            }
            try (InputStream stream = isStdin ? in : Files.newInputStream(file))
            {
                text.read(stream, name, lines -> show(lines, name, trace, progress));
            }
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private static void show(
        final long lines, final String name, final ImportedTrace trace, final ProgressLine progress)
    {
        final long nowNs = HostClock.nanoTime();
        if (progress.isDue(nowNs))
        {
            progress.draw("  " + NumberText.counted(lines, "line") + "   " +
                NumberText.counted(trace.size(), "event") + "   " + name, nowNs);
        }
    }

    private void show(final ImportedTrace trace)
    {
        final PrintWriter out =
            STANDARD.equals(output) ? spec.commandLine().getErr() : spec.commandLine().getOut();
        out.println("imported " + NumberText.counted(trace.size(), "event") + " of " +
            NumberText.counted(trace.vectors().size(), "vector"));
        for (final ImportCounts.Rule rule : ImportCounts.Rule.values())
        {
            final long count = trace.counts().count(rule);
            if (count > 0)
            {
                out.println("  " + rule.text() + " ".repeat(SHOWN_WIDTH - rule.text().length() + 1) +
                    NumberText.count(count));
                trace.counts().lines(rule).forEach(text -> out.println("    line " + TerminalText.line(text)));
            }
        }
        out.flush();
    }
}

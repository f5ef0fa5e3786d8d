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
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.ProgressLine;
import org.gale.engine.cli.console.QuantityConverters;
import org.gale.engine.cli.console.StdoutStream;
import org.gale.engine.cli.console.Terminal;
import org.gale.engine.cli.console.TerminationSignals;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.cli.storm.JobCommand;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.BoundedFile;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.OutputFile;
import org.gale.engine.storm.costs.ImportedCosts;
import org.gale.engine.storm.plan.StormPaths;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.trace.TraceCsv;
import org.gale.engine.trace.TraceWriter;
import org.gale.engine.trace.text.CsvText;
import org.gale.engine.trace.text.HandlerText;
import org.gale.engine.trace.text.ImportCounts;
import org.gale.engine.trace.text.ImportedTrace;
import org.gale.engine.trace.text.InterruptRates;
import org.gale.engine.trace.text.InterruptReadings;
import org.gale.engine.trace.text.TextForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code gale import}: makes a trace of recorded texts, or a job of readings of counters. A signal that comes while
 * texts are read ends the process as it does by default: nothing is written yet, and temporary files have no names.
 */
@Command(name = "import", mixinStandardHelpOptions = true,
    header = "Make a trace, or a job, of a recorded text.",
    description = {
        "",
        "Reads when handlers of interrupts began and ended: the text of the kernel's trace file (ftrace), or",
        "of 'perf script' (perf), or lines of time,cpu,vector[,service] (csv; times in ns or with a unit).",
        "Two or more readings of /proc/interrupts (interrupts), in several texts or in one, become a",
        "job: a VPE for each CPU, and a stream for each interrupt and each CPU that took it. One text of",
        "'mpstat -I ALL' or 'vmstat -i', which hold rates, becomes a job, too.",
        "Texts may be compressed by gzip, except texts of costs.",
        "Measurements of one host (costs) become a file of the costs of that host. Each cost is printed",
        "with its formula: output of micro-bench of kvm-unit-tests, 'perf kvm stat report', 'cyclictest -h',",
        "'trace-cmd report' of function graphs, funclatency and bpftrace.",
        ""},
    footer = {
        "",
        "Exit code: 0 at least one event was understood, 2 a file is missing or there already, a text holds",
        "several machines or no absolute times, readings of CPUs or counters that do not fit together, or",
        "gives no costs, 3 no event was understood, 8 a file cannot be written,",
        "130 interrupted (nothing is written).",
        "",
        "  gale import interrupts A.txt B.txt --interval 10s -o JOB.yaml && gale storm JOB.yaml",
        "  gale import costs BENCH.txt CYCLIC.txt -o COSTS.yaml && gale storm JOB.yaml --costs COSTS.yaml"})
final class ImportCommand extends ConsoleCommand
{
    private static final Path STANDARD = Path.of("-");
    private static final String SOURCE = "--source";
    private static final String INTERVAL = "--interval";
    private static final String PREFER = "--prefer";
    private static final String WITHOUT_LATER =
        "no softirqs and no threads of handlers: the load is that of hard handlers alone";
    private static final int SHOWN_WIDTH = 18;
    private static final int COSTS_LIMIT = 16 << 20;

    private final InputStream in;
    private final OutputStream stdout;
    private final TerminationSignals signals;

    @Parameters(index = "0", paramLabel = "FORM", description = "ftrace, perf, csv, interrupts or costs.")
    private Form form;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Texts; '-' is stdin.")
    @Uses(FileUse.READ)
    private List<Path> files;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "T",
        converter = QuantityConverters.OutputPath.class,
        description = "The trace, the job or the file of costs to write. '-' writes events as csv, or the text, to " +
            "stdout.")
    @Uses(FileUse.WRITTEN)
    private Path output;

    @Option(names = SOURCE, paramLabel = "NAME",
        description = "The machine to read, in a text of several (host.dat); 'handlers' or 'injected' where a " +
            "host handles interrupts and injects others.")
    private String source;

    @Option(names = INTERVAL, paramLabel = "T", converter = QuantityConverters.Duration.class,
        description = "Time from one reading of interrupts to the next. Without it the texts hold times, as " +
            "date and watch write them.")
    private Long intervalNs;

    @Option(names = PREFER, paramLabel = "FILE",
        description = "The text that wins where two texts give one cost.")
    @Uses(FileUse.READ)
    private Path preferred;

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
        ftrace, perf, csv, interrupts, costs
    }

    /** Reader of a text. */
    @FunctionalInterface
    private interface Reader
    {
        void read(InputStream stream, String name, LongConsumer progress) throws IOException;
    }

    @Override
    public Integer call()
    {
        checkSettings();
        if (Collections.frequency(files, STANDARD) > 1)
        {
            throw new OutcomeException(Outcome.USAGE, "-: standard input is given twice");
        }
        if (source != null && (form == Form.csv || form == Form.interrupts || form == Form.costs))
        {
            throw new OutcomeException(Outcome.USAGE, SOURCE + ": " + source + ": " +
                (form == Form.csv ? "a csv has" : form + " have") + " no sources");
        }
        if (preferred != null && (form != Form.costs || !files.contains(preferred)))
        {
            throw new OutcomeException(Outcome.USAGE, PREFER + ": " + preferred +
                (form == Form.costs ? " is none of the texts" : ": needs costs, and this is " + form));
        }
        if (intervalNs != null && (form != Form.interrupts || intervalNs == 0))
        {
            throw new OutcomeException(Outcome.USAGE, INTERVAL + ": " + (intervalNs == 0 ?
                "0 is no time from one reading to the next (try 10s)" : "needs interrupts, and this is " + form));
        }
        checkOutput();

        return form == Form.interrupts ? rates() : form == Form.costs ? costs() : trace();
    }

    private int costs()
    {
        final ImportedCosts costs = new ImportedCosts(
            CostModel.of(HostKind.KVM), PREFER, preferred == null ? null : preferred.toString());
        try
        {
            files.forEach(file -> readWhole(file, lines -> costs.add(name(file), lines)));
            costs.end();
        }
        catch (final JobException ex)
        {
            return JobCommand.print(spec().commandLine(), ex);
        }
        costs.lines().forEach(line -> figures().println(TerminalText.line(line)));
        figures().flush();
        final String yaml = costs.yaml();

        return STANDARD.equals(output) ? print(writer -> writer.write(yaml)) :
            write(stream -> stream.write(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    /** Hands the lines of a text to a reader that needs all of them. */
    private void readWhole(final Path file, final Consumer<List<String>> reader)
    {
        read((stream, name, progress) ->
        {
            final byte[] bytes = stream.readNBytes(COSTS_LIMIT + 1);
            if (bytes.length > COSTS_LIMIT)
            {
                throw new OutcomeException(Outcome.USAGE, name + ": is longer than " +
                    NumberText.bytes(COSTS_LIMIT) + " (record for a shorter time, or fewer functions)");
            }
            reader.accept(new String(bytes, StandardCharsets.UTF_8).lines().toList());
        }, file, () -> "", null);
    }

    private static String name(final Path file)
    {
        return STANDARD.equals(file) ? "standard input" : file.toString();
    }

    private int trace()
    {
        try (ImportedTrace trace = new ImportedTrace())
        {
            final TextForm text = form == Form.csv ? new CsvText(trace) : new HandlerText(trace, SOURCE, source);
            readAll(text::read, () -> NumberText.counted(trace.size(), "event"));
            final PrintWriter out = figures();
            out.println("imported " + NumberText.counted(trace.size(), "event") + " of " +
                NumberText.counted(trace.vectors().size(), "vector"));
            show(trace.counts(), out);
            if (text instanceof HandlerText handlers)
            {
                handlers.later().forEach(line -> out.println("  " + TerminalText.line(line)));
                if (handlers.later().isEmpty() && trace.size() > 0)
                {
                    out.println("  " + WITHOUT_LATER);
                }
                out.flush();
            }
            if (trace.size() == 0)
            {
                throw new OutcomeException(Outcome.CHECK_FAILED,
                    files.get(0) + ": no event was understood as " + form + " (is it that form?)");
            }

            final boolean isCsv = STANDARD.equals(output);

            return isCsv ? print(writer -> TraceCsv.write(trace.vectors(), trace.events(), writer)) :
                write(stream -> TraceWriter.write(trace.vectors(), trace.events(), stream));
        }
    }

    private int rates()
    {
        final InterruptReadings readings = new InterruptReadings((int)StormSettings.VPES.max(), INTERVAL);
        readAll(readings::read, () -> NumberText.counted(readings.readings(), "reading"));
        final String first = files.get(0).toString();
        final InterruptRates rates = readings.end(first, intervalNs == null ? 0 : intervalNs);
        final RatesImport job = new RatesImport(rates);
        job.show(figures());
        show(readings.counts(), figures());
        if (rates.pairs().isEmpty())
        {
            throw new OutcomeException(Outcome.CHECK_FAILED,
                first + ": no counter rose between the readings (are they of different times?)");
        }
        final String yaml = job.yaml(
            files.stream().map(ImportCommand::name).toList());

        return STANDARD.equals(output) ? print(writer -> writer.write(yaml)) :
            write(stream -> stream.write(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    private void readAll(final Reader reader, final Supplier<String> found)
    {
        try (ProgressLine progress = new ProgressLine(
            err(), Terminal.isTerminal(Terminal.STDERR), HostClock.nanoTime()))
        {
            files.forEach(file -> read(reader, file, found, progress));
        }
    }

    /** Refuses to replace a file that is there, unless that was asked for. */
    private void checkOutput()
    {
        if (STANDARD.equals(output))
        {
            return;
        }
        StormPaths.checkFile("--output " + output, output);
        if (!Files.isRegularFile(output))
        {
            return;
        }
        if (!isForced)
        {
            throw new OutcomeException(
                Outcome.USAGE, "--output " + output + ": is there already (--force replaces it)");
        }
    }

    private int write(final OutputFile.Content content)
    {
        try (TerminationSignals taken = signals)
        {
            taken.install();
            OutputFile.write(output, stream -> content.to(new StoppedStream(stream, signals)));
        }
        catch (final InterruptedIOException ex)
        {
            throw new OutcomeException(Outcome.INTERRUPTED, "--output " + output + ": interrupted, no " +
                (form == Form.interrupts ? "job" : form == Form.costs ? "file of costs" : "trace") + " is written", ex);
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

    private int print(final OutputFile.Text text)
    {
        try
        {
            final Writer writer = new BufferedWriter(new OutputStreamWriter(stdout, StandardCharsets.UTF_8));
            text.to(writer);
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

    private void read(
        final Reader reader, final Path file, final Supplier<String> found, final ProgressLine progress)
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
                reader.read(stream, name, lines -> show(lines, name, found, progress));
            }
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private static void show(
        final long lines, final String name, final Supplier<String> found, final ProgressLine progress)
    {
        final long nowNs = HostClock.nanoTime();
        if (progress.isDue(nowNs))
        {
            progress.draw("  " + NumberText.counted(lines, "line") + "   " +
                found.get() + "   " + name, nowNs);
        }
    }

    /** Returns where figures are shown: beside what is written to stdout. */
    private PrintWriter figures()
    {
        return STANDARD.equals(output) ? err() : out();
    }

    private static void show(final ImportCounts counts, final PrintWriter out)
    {
        for (final ImportCounts.Rule rule : ImportCounts.Rule.values())
        {
            final long count = counts.count(rule);
            if (count > 0)
            {
                out.println("  " + rule.text() + " ".repeat(SHOWN_WIDTH - rule.text().length() + 1) +
                    NumberText.count(count));
                counts.lines(rule).forEach(text -> out.println("    line " + TerminalText.line(text)));
            }
        }
        out.flush();
    }
}

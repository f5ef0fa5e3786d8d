package org.gale.engine.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.trace.TraceWriter;
import org.gale.engine.trace.text.HandlerImport;
import org.gale.engine.trace.text.ImportCounts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gale import}: makes a trace of recorded texts. */
@Command(name = "import", mixinStandardHelpOptions = true,
    header = "Make a trace of a recorded text.",
    description = {
        "",
        "Reads when handlers of interrupts began and ended: the text of the kernel's trace file (ftrace), or",
        "of 'perf script' (perf). Texts may be compressed by gzip.",
        ""},
    footer = {
        "",
        "Exit code: 0 at least one event was understood, 2 a file is missing, 3 nothing was understood,",
        "8 there are more events than fit."})
final class ImportCommand implements Callable<Integer>
{
    private static final String STDIN = "-";
    private static final int SHOWN_WIDTH = 18;

    /** Form of a text. */
    enum Form
    {
        ftrace, perf
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "FORM", description = "ftrace or perf.")
    private Form form;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Texts; '-' is stdin.")
    private List<Path> files;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "T",
        converter = QuantityConverters.OutputPath.class, description = "The trace to write.")
    private Path output;

    @Override
    public Integer call()
    {
        common.settings(List.of());
        final HandlerImport texts = new HandlerImport();
        files.forEach(file -> read(texts, file));
        show(texts);
        if (texts.events().size() == 0)
        {
            throw new OutcomeException(
                Outcome.CHECK_FAILED, files.get(0) + ": no event was understood as " + form + " (is it that form?)");
        }
        try
        {
            OutputFile.write(output, stream -> TraceWriter.write(texts.vectors(), texts.events(), stream));
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.RESOURCES, "--output " + output + ": cannot be written: " + FileFailure.reason(ex), ex);
        }

        return ExitCode.OK;
    }

    private void read(final HandlerImport texts, final Path file)
    {
        final String name = file.toString();
        try
        {
            if (Files.exists(output) && Files.exists(file) && Files.isSameFile(output, file))
            {
                throw new OutcomeException(Outcome.USAGE, "--output " + output + ": is the text (choose another)");
            }
            try (InputStream in = name.equals(STDIN) ? System.in : Files.newInputStream(file))
            {
                texts.read(in, name);
            }
        }
        catch (final EOFException | ZipException ex)
        {
            throw new OutcomeException(
                Outcome.CHECK_FAILED, name + ": is cut or damaged within gzip (unpack what is sound)", ex);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private void show(final HandlerImport texts)
    {
        final PrintWriter out = spec.commandLine().getOut();
        out.println("imported " + NumberText.counted(texts.events().size(), "event") + " of " +
            NumberText.counted(texts.vectors().size(), "vector"));
        for (final ImportCounts.Rule rule : ImportCounts.Rule.values())
        {
            final long count = texts.counts().count(rule);
            if (count > 0)
            {
                out.println("  " + rule.text() + " ".repeat(SHOWN_WIDTH - rule.text().length() + 1) +
                    NumberText.count(count));
                texts.counts().lines(rule).forEach(text -> out.println("    line " + TerminalText.line(text)));
            }
        }
        out.flush();
    }
}

package org.gale.engine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.board.AcpiDump;
import org.gale.engine.board.AcpiTables;
import org.gale.engine.board.ReadBoard;
import org.gale.engine.cli.console.ConsoleCommand;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.cli.console.Uses;
import org.gale.engine.config.FileUse;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.TerminalText;
import org.gale.engine.host.FileFailure;
import org.gale.engine.inspect.DeviceTree;
import org.gale.engine.storm.scenario.UserPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gale topology}: the board that keys of a machine, or the device tree of a board, describe. */
@Command(name = "topology", mixinStandardHelpOptions = true,
    header = "Show the board that the keys of a machine describe.",
    description = {
        "",
        "One line each IRS, ITS, IWB and PE; with --dts the device tree, for dtc and drivers. Where dtc is",
        "installed, it checks the tree.",
        "",
        "--from reads a board by the bindings arm,gic-v5 and arm,gic-v5-iwb, as dtc prints it. The first",
        "line is then the machine line of gale script; keys that are given replace those of the tree:",
        "",
        "  dtc -I dtb -O dts board.dtb | gale topology --from - iwb.wires=512",
        "",
        "A board that no machine can have is named on one line: exit code 2. --acpi prints MADT and IORT as",
        "acpidump does, and acpixtract makes files of them; --acpi-to writes the files at once.",
        ""})
final class TopologyCommand extends ConsoleCommand
{
    private static final String FROM = "--from";
    private static final String DTS = "--dts";
    private static final String ACPI = "--acpi";
    private static final String ACPI_TO = "--acpi-to";

    @Parameters(arity = "0..*", paramLabel = "KEY=VALUE",
        description = "Keys as in a machine line of gale script, such as irss=2.")
    private List<String> keys = List.of();

    @Option(names = FROM, paramLabel = "FILE", description = "Read the source of a device tree; - is standard input.")
    @Uses(FileUse.READ)
    private String source;

    @Option(names = DTS, description = "Print the source of a device tree.")
    private boolean isTree;

    @Option(names = ACPI, description = "Print the ACPI tables MADT and IORT as acpidump does.")
    private boolean isAcpi;

    @Option(names = ACPI_TO, paramLabel = "DIR", description =
        "Write the ACPI tables as apic.dat and iort.dat into a directory that is there.")
    @Uses(FileUse.MADE)
    private Path directory;

    @Override
    public Integer call() throws IOException, InterruptedException
    {
        checkSettings();
        checkOne();
        show(source == null ? given() : read());
        out().flush();

        return ExitCode.OK;
    }

    private void checkOne()
    {
        final List<String> asked = List.of(isTree ? DTS : "", isAcpi ? ACPI : "", directory == null ? "" : ACPI_TO)
            .stream().filter(option -> !option.isEmpty()).toList();
        if (asked.size() > 1)
        {
            throw new OutcomeException(
                Outcome.USAGE, String.join(" and ", asked) + " exclude each other (give one of them)");
        }
    }

    private MachineConfig given()
    {
        try
        {
            return MachineConfig.parse(keys);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, ex.getMessage(), ex);
        }
    }

    /** Returns the machine of a tree, and says where the two differ. */
    private MachineConfig read()
    {
        final String name = source.equals("-") ? "standard input" : source;
        try
        {
            final ReadBoard board = ReadBoard.of(text(name), keys);
            board.notes().forEach(note -> err().println("gale topology: " + TerminalText.line(name + ": " + note)));
            err().flush();

            return board.config();
        }
        catch (final IllegalArgumentException ex)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": " + ex.getMessage(), ex);
        }
    }

    private String text(final String name)
    {
        try (InputStream in = Files.newInputStream(UserPath.read(source)))
        {
            final byte[] bytes = in.readNBytes(ReadBoard.LENGTH_LIMIT + 1);
            if (bytes.length > ReadBoard.LENGTH_LIMIT)
            {
                throw new OutcomeException(Outcome.USAGE, name + ": is longer than " +
                    NumberText.bytes(ReadBoard.LENGTH_LIMIT) + ", the limit of the source of a device tree");
            }

            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(
                Outcome.USAGE, FROM + ' ' + name + ": cannot be read: " + FileFailure.reason(ex), ex);
        }
    }

    private void show(final MachineConfig config) throws IOException, InterruptedException
    {
        final PrintWriter out = out();
        if (isTree)
        {
            printTree(DeviceTree.of(config));
        }
        else if (isAcpi)
        {
            AcpiDump.lines(AcpiTables.madt(config)).forEach(out::println);
            AcpiDump.lines(AcpiTables.iort(config)).forEach(out::println);
        }
        else if (directory != null)
        {
            write("apic.dat", AcpiTables.madt(config));
            write("iort.dat", AcpiTables.iort(config));
        }
        else
        {
            if (source != null)
            {
                out.println(String.join(" ", "machine", String.join(" ", config.changedWords())).strip());
            }
            DeviceTree.lines(config).forEach(out::println);
        }
    }

    private void write(final String name, final byte[] table)
    {
        final Path file = directory.resolve(name);
        try
        {
            Files.write(file, table);
        }
        catch (final IOException ex)
        {
            throw new OutcomeException(Outcome.RESOURCES,
                ACPI_TO + ": " + file + ": cannot be written: " + FileFailure.reason(ex), ex);
        }
    }

    private void printTree(final String tree) throws IOException, InterruptedException
    {
        out().print(tree);
        out().flush();
        if (!new DeviceTreeCompiler("dtc", err()).accepts(tree))
        {
            throw new OutcomeException(Outcome.CHECK_FAILED, "dtc refuses the tree");
        }
    }
}

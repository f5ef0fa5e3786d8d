package org.gale.tests.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/**
 * Drawn sessions of a machine with a fault of the lists of machines in it: where a message is lost or an interrupt
 * invented, the machine says so. On demand, as {@link FaultCheckTest}; {@code -Dgale.drawn.seeds=N} draws another
 * number of sessions of each kind than 200. The table goes to {@code target/drawn-faults.md}.
 */
@Tag("faults")
@Tag("slow")
@Timeout(value = 1200, unit = TimeUnit.SECONDS)
class DrawnFaultsTest
{
    private static final int SEEDS = Integer.getInteger("gale.drawn.seeds", 200);
    private static final long LIMIT_S = 900;
    private static final String RUN = "org.gale.tests.drawn.DrawnRun";
    private static final Pattern COUNTS = Pattern.compile("^sessions (\\w+) (.*)$", Pattern.MULTILINE);
    private static final List<String> LISTS =
        List.of("irs", "its", "cpuif", "board", "hypervisor", "gicv4", "functions");
    private static final String ENGINE = "engine/";

    /** Rooms of a machine, and the kinds of sessions that pass through them; a session runs no other room's code. */
    private static final Map<String, List<String>> KINDS = new LinkedHashMap<>();
    private static final List<String> ROWS = new ArrayList<>();

    static
    {
        KINDS.put("gicv5/irs/", List.of("gicv5", "vms", "spi", "kvm"));
        KINDS.put("gicv5/cpuif/", List.of("gicv5", "vms", "spi", "kvm"));
        KINDS.put("gicv5/", List.of("gicv5", "vms", "functions", "kvm"));
        KINDS.put("config/", List.of("gicv5"));
        KINDS.put("command/", List.of("gicv5", "functions"));
        KINDS.put("machine/", List.of("gicv5", "vms", "kvm"));
        KINDS.put("hypervisor/", List.of("kvm"));
        KINDS.put("gicv4/", List.of("v4", "functions"));
        KINDS.put("function/", List.of("functions"));
    }

    @TempDir
    private Path directory;

    static Stream<Fault> faults() throws IOException
    {
        final String wanted = System.getProperty("gale.faults", "");
        final List<Fault> faults = new ArrayList<>();
        for (final String list : LISTS)
        {
            faults.addAll(
                Fault.read(SourceTree.ROOT.resolve("tests/src/test/resources/faults/" + list + ".faults")));
        }

        return faults.stream().filter(fault -> fault.name().contains(wanted) && !kinds(fault).isEmpty());
    }

    /** Returns the kinds of sessions that pass through the room of a fault. */
    private static List<String> kinds(final Fault fault)
    {
        return KINDS.entrySet().stream().filter(room -> fault.file().startsWith(ENGINE + room.getKey())).findFirst()
            .map(Map.Entry::getValue).orElse(List.of());
    }

    @AfterAll
    static void report() throws IOException
    {
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("drawn-faults.md"),
            "| fault | kind | reported | silent | ahead | ended | private | differs | same |\n" +
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n" + String.join("", ROWS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void shouldReportEachLoss(final Fault fault) throws IOException, InterruptedException
    {
        final Path classes = Files.createDirectory(directory.resolve("classes"));
        FaultBuild.compile(fault, classes);
        final List<String> program = new ArrayList<>(List.of(RUN, Integer.toString(SEEDS)));
        program.addAll(kinds(fault));
        final Path output = directory.resolve("output");
        final Process process = new ProcessBuilder(FaultBuild.command(classes, program)).redirectErrorStream(true)
            .redirectOutput(output.toFile()).start();
        final boolean hasEnded = process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();

        final String said = Files.readString(output);
        final Matcher counts = COUNTS.matcher(said);
        boolean isSilent = false;
        while (counts.find())
        {
            ROWS.add("| " + fault.name() + " | " + counts.group(1) + " | " +
                counts.group(2).replaceAll("[A-Z]+=", "").replace(" ", " | ") + " |\n");
            isSilent |= !counts.group(2).contains("SILENT=0");
        }
        if (!hasEnded)
        {
            ROWS.add("| " + fault.name() + " | no end | | | | | | | |\n");
        }
        else
        {
            assertEquals(0, process.exitValue(), said);
        }
        assertFalse(isSilent, said);
    }
}

package org.gale.engine.witness;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Monitor;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the witness of functions: it finds each wrong monitor by itself, and nothing where the monitor is right. */
@Tag("P1")
@Tag("M-MSIXLIVE")
class FunctionWitnessTest
{
    /**
     * First finding of each monitor that loses what a vector or pin holds. What a guest reads of pending bits changes
     * nothing of it. The image that is restored is that of a right monitor. Both messages of a vector of this storm
     * have the same interrupt.
     */
    private static final Map<Monitor, String> FOUND = Map.of(
        Monitor.CONSUME_MASKED, ", triggered, is neither sent nor held",
        Monitor.DROP_ROUTE, ", triggered, is neither sent nor held",
        Monitor.CONSUME_UNROUTED, ", triggered, is neither sent nor held",
        Monitor.LEVEL_EARLY, "the level of SPI 0 rose and its SPI is not pending");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** The machine's own books are not asked, so that what the witness says is its own. */
    @Test
    void shouldFindEachWrongMonitorByItself() throws IOException
    {
        final Path journal = directory.resolve("journal");
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", "msix", "--vms", "1", "--vpes", "2", "--devices", "2",
            "--events", "8", "-C", "masks=1/40", "-C", "retargets=1/100", "--rate", "400k", "--count", "8k", "--clock",
            "virtual", "--warmup", "0", "--journal", journal.toString()), err.toString());

        for (final Monitor monitor : EnumSet.complementOf(EnumSet.of(Monitor.REMOTE)))
        {
            final List<String> found = play(journal, monitor);

            final String first = found.isEmpty() ? "" : found.get(0);
            assertEquals(FOUND.containsKey(monitor), !found.isEmpty(), () -> monitor.key() + ": " + first);
            assertTrue(first.endsWith(FOUND.getOrDefault(monitor, "")), () -> monitor.key() + ": " + first);
        }
    }

    private static List<String> play(final Path journal, final Monitor monitor) throws IOException
    {
        final List<String> found = new ArrayList<>();
        Machine machine = null;
        FunctionWitness witness = null;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.CONFIGURATION)
                {
                    final byte[] bytes = new byte[reader.payloadLength()];
                    reader.buffer().getBytes(reader.payloadOffset(), bytes);
                    final MachineConfig config = RunConfiguration.parse(bytes).machine();
                    machine = Machines.FACTORY.create(config.with(MachineKeys.MONITOR, monitor));
                    witness = new FunctionWitness(machine,
                        (isLost, who, sentence) -> found.add((isLost ? "P1 " : "P2 ") + who + sentence));
                }
                else if (reader.kind() == Frame.COMMANDS)
                {
                    apply(machine, witness, reader.buffer(), reader.payloadOffset(),
                        reader.payloadOffset() + reader.payloadLength());
                }
            }
            witness.scan();

            return found;
        }
        finally
        {
            machine.close();
        }
    }

    private static void apply(final Machine machine, final FunctionWitness witness, final DirectBuffer frame,
        final int offset, final int endOffset)
    {
        for (int at = offset; at < endOffset;)
        {
            witness.before(frame, at);
            final int next = machine.apply(frame, at);
            witness.applied(frame, at, false);
            machine.outputs().clear();
            at = next;
        }
    }
}

package org.gale.engine.function;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.config.Monitor;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of how often wrong monitors acted, against a plain model of the same commands. */
@Tag("M-MSIXLIVE")
class MonitorControlsTest
{
    private static final List<Monitor> MODELLED = List.of(Monitor.CONSUME_MASKED, Monitor.DROP_ROUTE,
        Monitor.STALE_MESSAGE, Monitor.PBA_ZERO, Monitor.CONSUME_UNROUTED);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /** Nobody checks the machine here, so that a monitor makes its mistake up to the end of the storm. */
    @Tag("P1")
    @ParameterizedTest
    @ValueSource(strings = {"wall", "virtual"})
    void shouldCountWhatAPlainModelCounts(final String clock) throws IOException
    {
        final Path journal = directory.resolve("journal");
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", "msix", "--vms", "1", "--vpes", "2", "--devices", "2",
            "--events", "8", "-C", "masks=1/40", "-C", "retargets=1/100", "--rate", "400k", "--count", "8k", "--clock",
            clock, "--warmup", "0", "--journal", journal.toString()), err.toString());

        for (final Monitor monitor : EnumSet.complementOf(EnumSet.of(Monitor.REMOTE)))
        {
            final PlainMonitor plain = new PlainMonitor(monitor.key());
            final List<Control> controls = play(journal, monitor, plain);

            final long acted = controls.stream().mapToLong(Control::acted).sum();
            assertEquals(monitor != Monitor.RIGHT, controls.equals(
                List.of(new Control("monitor=" + monitor.key(), acted, true))), controls::toString);
            if (MODELLED.contains(monitor))
            {
                assertEquals(plain.acted(), acted, monitor.key());
                assertTrue(acted > 3, monitor.key() + ": " + acted);
            }
        }
    }

    private static List<Control> play(final Path journal, final Monitor monitor, final PlainMonitor plain)
        throws IOException
    {
        Machine machine = null;
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
                }
                else if (reader.kind() == Frame.COMMANDS)
                {
                    final int end = reader.payloadOffset() + reader.payloadLength();
                    plain.follow(reader.buffer(), reader.payloadOffset(), end);
                    for (int at = reader.payloadOffset(); at < end;)
                    {
                        at = machine.apply(reader.buffer(), at, end);
                        machine.outputs().clear();
                    }
                }
            }

            return List.copyOf(machine.controls());
        }
        finally
        {
            machine.close();
        }
    }
}

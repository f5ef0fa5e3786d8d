package org.gale.engine.gicv4;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gale.tables.memory.StateStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Codes of the steps of a transition, as they are put out and as a snapshot holds them, compared with recorded ones. A
 * record changes only with the version of the semantics.
 */
class TransitionCodesTest
{
    private static final String LINE = "> ";
    private static final String FAIL = "> fail step ";
    private static final String HOST = "> host ";
    private static final String STEP = "> step";

    @Tag("V4-T-20")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"version-4.0", "version-4.1", "failures", "moves"})
    void shouldGiveEachStepItsRecordedCodes(final String name)
    {
        final String recorded = text(name + ".txt");
        final List<String> record = new ArrayList<>();
        V4Rig rig = null;
        FailingSteps failing = null;
        for (final String line : recorded.lines().filter(line -> line.startsWith(LINE)).toList())
        {
            record.add(line);
            if (line.startsWith(HOST))
            {
                close(rig);
                rig = new V4Rig(line.substring(HOST.length()));
                failing = new FailingSteps(rig.host());
            }
            else if (line.startsWith(FAIL))
            {
                failing.fail(Integer.parseInt(line.substring(FAIL.length())));
            }
            else
            {
                if (line.equals(STEP))
                {
                    failing.beforeStep();
                }
                record.add(rig.line(line.substring(LINE.length())) + " | " + state(rig.host()));
            }
        }
        close(rig);

        assertEquals(recorded, String.join("\n", record) + "\n");
    }

    private static void close(final V4Rig rig)
    {
        if (rig != null)
        {
            rig.close();
        }
    }

    private static String state(final V4Host host)
    {
        final StringBuilder text = new StringBuilder();
        host.transition.state(new StateStream()
        {
            @Override
            public long word(final long word)
            {
                text.append(Long.toHexString(word)).append(' ');

                return word;
            }

            @Override
            public boolean isRestoring()
            {
                return false;
            }
        }, host.vms);
        final Transition transition = host.transition;

        return text.append("| ").append(Long.toHexString(transition.key())).append(transition.isOpen() ? " open" : "")
            .append(transition.isOpen() && transition.failurePoint() != null ? " can-fail" : "")
            .append(transition.isOpen() && transition.frees() ? " frees" : "").toString();
    }

    private static String text(final String name)
    {
        try (InputStream in = TransitionCodesTest.class.getResourceAsStream("steps/" + name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}

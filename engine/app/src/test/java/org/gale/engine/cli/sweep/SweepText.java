package org.gale.engine.cli.sweep;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.gale.engine.storm.result.sweep.Sweep;
import org.gale.engine.storm.result.sweep.SweepReader;
import org.gale.engine.storm.scenario.NodeFile;

/** Sweep of a test, read from its text. */
final class SweepText
{
    private SweepText()
    {
    }

    static Sweep read(final String text)
    {
        return SweepReader.read(NodeFile.STDIN, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

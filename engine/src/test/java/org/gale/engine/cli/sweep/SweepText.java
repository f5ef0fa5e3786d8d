package org.gale.engine.cli.sweep;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.gale.engine.storm.plan.JobFile;
import org.gale.engine.storm.sweep.Sweep;
import org.gale.engine.storm.sweep.SweepReader;

/** Sweep of a test, read from its text. */
final class SweepText
{
    private SweepText()
    {
    }

    static Sweep read(final String text)
    {
        return SweepReader.read(JobFile.STDIN, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}

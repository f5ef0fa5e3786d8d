package org.gale.engine.cli.storm;

import java.io.StringWriter;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms on boards: every profile runs unchanged, and nothing is lost. */
class BoardStormTest
{
    @Tag("T-LINK-3")
    @Tag("T-IRS-14")
    @ParameterizedTest(name = "{0} irss={1} link={2}")
    @CsvSource({
        "default, 2, up", "default, 4, down", "overcommit, 4, down", "virtio, 3, down", "timer, 2, fixed",
        "mixed-host, 4, down",
    })
    void shouldLoseNothing(final String profile, final String irss, final String link)
    {
        final StringWriter out = new StringWriter();

        final int exitCode = GaleRun.of(out, out, "storm", profile, "-C", "irss=" + irss, "-C", "link=" + link,
            "--count", "5k", "--clock", "virtual", "--journal", "none");

        assertEquals(ExitCode.OK, exitCode, out.toString());
        assertTrue(out.toString().contains("no interrupt lost, none invented"), out.toString());
    }
}

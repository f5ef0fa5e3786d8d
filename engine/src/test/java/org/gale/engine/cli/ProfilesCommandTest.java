package org.gale.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.gale.engine.script.FakeTarget;
import org.junit.jupiter.api.Test;

class ProfilesCommandTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListProfilesWithTheirBasis()
    {
        assertEquals(ExitCode.OK, run("profiles"));
        final String all = out.toString();

        assertTrue(all.startsWith("default\n  16 VMs of 4 VPEs"), all);
        assertTrue(all.contains("\n  Basis: "), all);
        assertTrue(all.contains("\nlpi-stress\n  One VM of 16 vCPUs"), all);
        assertTrue(all.contains("vgic_lpi_stress.c"), all);
        assertTrue(all.lines().allMatch(line -> line.length() <= 100), all);

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("profiles", "default"));
        assertEquals(all.substring(0, all.indexOf("lpi-stress\n")), out.toString());
    }

    @Test
    void shouldPrintAProfileAsAJob()
    {
        assertEquals(ExitCode.OK, run("profiles", "direct", "--print-job"));
        final String byProfiles = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("storm", "direct", "--print-job"));

        assertEquals(out.toString(), byProfiles);
        assertTrue(byProfiles.startsWith("job: direct\n"), byProfiles);
    }

    @Test
    void shouldRefuseOneThatIsNotThere()
    {
        assertEquals(ExitCode.USAGE, run("profiles", "nvme"));

        assertEquals("gale profiles: no profile 'nvme' ('gale profiles' lists them)" + System.lineSeparator(),
            err.toString());
    }

    private int run(final String... arguments)
    {
        return GaleCommand.run(GaleCommand.commandLine(FakeTarget::create),
            new PrintWriter(out), new PrintWriter(err), arguments);
    }
}

package org.gale.engine.cli.storm;

import java.io.StringWriter;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertTrue(all.contains("\nnvme\n  NVMe drives of four VMs"), all);
        assertTrue(all.lines().allMatch(line -> line.length() <= 100), all);

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("profiles", "default"));
        assertEquals(all.substring(0, all.indexOf("lpi-stress\n")), out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"overcommit", "nvme", "mixed-host"})
    void shouldPrintOneProfileAsItStandsInTheList(final String name)
    {
        assertEquals(ExitCode.OK, run("profiles"));
        final String all = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("profiles", name));

        final String one = out.toString();
        assertTrue(one.startsWith(name + System.lineSeparator() + "  "), one);
        assertTrue(one.lines().skip(1).allMatch(line -> line.startsWith("  ")), one);
        assertTrue(one.lines().count() > 3, one);
        assertTrue(all.contains(one), one);
    }

    @Test
    void shouldPrintAProfileOfDevicesAsTheJobThatItIs()
    {
        assertEquals(ExitCode.OK, run("profiles", "nvme", "--print-job"));
        final String byProfiles = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("storm", "nvme", "--print-job"));

        assertTrue(byProfiles.startsWith("job: nvme\n"), byProfiles);
        assertEquals(out.toString(), byProfiles);
    }

    @Test
    void shouldPrintTheDefaultAsAJobWithoutAName()
    {
        assertEquals(ExitCode.OK, run("profiles", "--print-job"));

        assertTrue(out.toString().startsWith("job: default\n"), out.toString());
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
        assertTrue(byProfiles.contains("    toggles: 1000\n    moves: 1000\n"), byProfiles);
    }

    @Test
    void shouldPrintEachCostOfEachBaseWithNumberUnitAndMark()
    {
        assertEquals(ExitCode.OK, run("profiles", "--costs"));
        final String all = out.toString();

        assertTrue(all.startsWith("zero\n  cost                 figure  in stage     origin\n"), all);
        assertTrue(all.contains("\narmv8.0-split (the default of gicv5 and msix)\n"), all);
        assertTrue(all.contains("\n  exit               1,354 ns  signalled    assumed, after ISCA 2016, table II, " +
            "from memory\n                                            (KVM/ARM, 2.4 GHz): a hypercall of 6,500 " +
            "cycles / 2 /\n                                            2.4 GHz = 1,354.2 ns\n"), all);
        assertTrue(all.contains("\n  lr-limit                  4  signalled    assumed, after Cortex-A57"), all);
        assertTrue(all.contains("\nspent when\n  signal           a resident VPE is signalled, to its vector\n"), all);
        assertTrue(all.lines().allMatch(line -> line.length() <= 100), all);
        for (final Cost cost : Cost.values())
        {
            assertEquals(CostModel.BASES.size(), all.lines().filter(line -> line.matches(
                "  " + cost.label() + " +[0-9,]+( ns)?  [a-z]+ +(assumed|derived).*")).count(), cost.label());
        }

        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, run("profiles", "--costs", "armv8-vhe"));
        assertEquals(all.substring(all.indexOf("armv8-vhe\n"), all.indexOf("gicv4-vhe (")) +
            all.substring(all.indexOf("spent when\n")), out.toString());
    }

    @Test
    void shouldPrintTheSumOfEachPathBesideAPublishedLatency()
    {
        assertEquals(ExitCode.OK, run("profiles", "--costs", "gicv4-vhe"));

        assertTrue(out.toString().startsWith("gicv4-vhe (the default of kvm and gicv4)\n"), out.toString());
        assertTrue(out.toString().contains("""
              path                    sum     spent on
              resident                100 ns  signal
              forwarded, running    1,397 ns  host-irq + inject + kick + exit + enter
              forwarded, blocked    6,457 ns  host-irq + inject + schedule + load + enter
              direct, blocked       7,457 ns  host-irq + schedule + load-direct + enter + rest-of-dirty + signal
              published             5,780 ns  after ISCA 2016, table II, from memory (KVM/ARM, 2.4 GHz): I/O
            """), out.toString());
    }

    @Test
    void shouldRefuseCostsThatAreNotThere()
    {
        assertEquals(ExitCode.USAGE, run("profiles", "armv8-vhs", "--costs"));
        assertEquals("gale profiles: no costs 'armv8-vhs': did you mean 'armv8-vhe'? (there are zero, " +
            "armv8.0-split, armv8-vhe, gicv4-vhe)" + System.lineSeparator(), err.toString());

        err.getBuffer().setLength(0);
        assertEquals(ExitCode.USAGE, run("profiles", "--costs", "--print-job"));
        assertEquals("gale profiles: --costs and --print-job print two things (try one of them)" +
            System.lineSeparator(), err.toString());
    }

    @Test
    void shouldRefuseOneThatIsNotThere()
    {
        assertEquals(ExitCode.USAGE, run("profiles", "disk"));

        assertEquals("gale profiles: no profile 'disk' ('gale profiles' lists them)" + System.lineSeparator(),
            err.toString());
    }

    private int run(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}

package org.gale.engine.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.inspect.DeviceTree;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of machines that are read from device trees. */
class ReadBoardTest
{
    private static final Path DTC = Path.of("/usr/bin/dtc");
    private static final int SEEDS = 120;

    /** Example of the binding, in words of our own: a GICv5 of one IRS without SETLPI, with an ITS, and an IWB. */
    private static final String EXAMPLE = """
        /dts-v1/;
        / {
            #address-cells = <1>;
            #size-cells = <1>;
            cpus {
                #address-cells = <1>;
                #size-cells = <0>;
                cpu0: cpu@0 { device_type = "cpu"; reg = <0>; };
                cpu1: cpu@1 { device_type = "cpu"; reg = <1>; };
            };
            memory@80000000 { device_type = "memory"; reg = <0x80000000 0x1000000>; };
            gic: interrupt-controller {
                compatible = "arm,gic-v5";
                #interrupt-cells = <3>;
                interrupt-controller;
                #address-cells = <1>;
                #size-cells = <1>;
                ranges;
                irs@2f1a0000 {
                    compatible = "arm,gic-v5-irs";
                    reg = <0x2f1a0000 0x10000>;
                    reg-names = "ns-config";
                    #address-cells = <1>;
                    #size-cells = <1>;
                    ranges;
                    cpus = <&cpu1>, <&cpu0>;
                    arm,iaffids = /bits/ 16 <5 6>;
                    its@2f120000 {
                        compatible = "arm,gic-v5-its";
                        reg = <0x2f120000 0x10000>;
                        reg-names = "ns-config";
                        #address-cells = <1>;
                        #size-cells = <1>;
                        ranges;
                        its0: msi-controller@2f130000 {
                            reg = <0x2f130000 0x10000>;
                            reg-names = "ns-translate";
                            #msi-cells = <1>;
                            msi-controller;
                        };
                    };
                };
            };
            iwb: interrupt-controller@2f000000 {
                compatible = "arm,gic-v5-iwb";
                reg = <0x2f000000 0x10000>;
                #address-cells = <0>;
                #interrupt-cells = <2>;
                interrupt-controller;
                msi-parent = <&its0 64>;
            };
        };
        """;

    @TempDir
    private Path directory;

    @Tag("T-IRS-1")
    @Tag("T-ITS-1")
    @Tag("T-IWB-1")
    @Test
    void shouldReadTheExampleOfTheBinding()
    {
        final ReadBoard read = ReadBoard.of(EXAMPLE, List.of());

        assertEquals("ram=0x80000000:0x1000000 pes=2 irs.config=0x2f1a0000 irs.setlpi=0x2f1b0000 " +
            "its.config=0x2f120000 its.translate=0x2f130000 iwb.config=0x2f000000 iaffids=6,5",
            String.join(" ", read.config().changedWords()));
        assertEquals(List.of("each machine has these frames, and the tree has not: irs.setlpi=0x2f1b0000"),
            read.notes());
    }

    @Test
    void shouldReplaceWhatTheTreeSays()
    {
        final ReadBoard read = ReadBoard.of(EXAMPLE, List.of("irs.setlpi=0x30000000", "iwb.wires=512", "iaffids=0-1"));

        assertEquals("ram=0x80000000:0x1000000 pes=2 irs.config=0x2f1a0000 irs.setlpi=0x30000000 " +
            "its.config=0x2f120000 its.translate=0x2f130000 iwb.config=0x2f000000 iwb.wires=512",
            String.join(" ", read.config().changedWords()));
        assertEquals(List.of(), read.notes());
    }

    @Test
    void shouldPlaceMissingFramesWhereNothingIs()
    {
        final ReadBoard read = ReadBoard.of(EXAMPLE.replace("0x2f120000 0x10000", "0x2f1b0000 0x10000")
            .replace("arm,gic-v5-iwb", "other"), List.of());

        assertEquals(List.of("each machine has these frames, and the tree has not: irs.setlpi=0x2f1c0000, " +
            "iwb.config=0x2f1d0000"), read.notes());
    }

    /** A machine without virtualization has the CONFIG frames alone. */
    @Test
    void shouldReadABoardWithoutVirtualization()
    {
        final String tree = EXAMPLE.replace("arm,gic-v5-its", "other").replace("arm,gic-v5-iwb", "other");

        assertEquals("preset=el1 ram=0x80000000:0x1000000 pes=2 irs.config=0x2f1a0000 iaffids=6,5",
            String.join(" ", ReadBoard.of(tree, List.of()).config().changedWords()));
        assertEquals("ram=0x80000000:0x1000000 pes=2 irs.config=0x2f1a0000 irs.setlpi=0x2f1b0000 " +
            "its.config=0x2f1c0000 its.translate=0x2f1d0000 iwb.config=0x2f1e0000 iaffids=6,5",
            String.join(" ", ReadBoard.of(tree, List.of("preset=full")).config().changedWords()));
    }

    @Test
    void shouldTakeAsManySpisAndWiresAsDevicesUse()
    {
        final String tree = EXAMPLE.replace("iwb:", """
            uart { interrupt-parent = <&gic>; interrupts = <3 300 4>, <1 500 4>; };
            disk { interrupts-extended = <&gic 3 40 4>, <&iwb 64 4>; };
            off { status = "disabled"; interrupts-extended = <&gic 3 900 4>; };
            iwb:""");

        assertTrue(ReadBoard.of(tree, List.of()).config().changedWords().containsAll(
            List.of("spis=320", "iwb.wires=96")));
        assertFalse(ReadBoard.of(tree.replace("3 300 ", "3 255 ").replace("64 4>", "63 4>"), List.of()).config()
            .changedWords().stream().anyMatch(word -> word.matches("(spis|iwb.wires).*")));
        assertTrue(ReadBoard.of(tree, List.of("irs.spis=8:8")).config().changedWords().contains("irs.spis=8:8"));
    }

    @Test
    void shouldTakeTheLongestRangeOfRam()
    {
        final ReadBoard read = ReadBoard.of(EXAMPLE.replace("<0x80000000 0x1000000>",
            "<0x80000000 0x1000000>, <0x81000000 0x2000>, <0x90000000 0x1000>"), List.of());

        assertEquals("ram=0x80000000:0x1002000", read.config().changedWords().get(0));
        assertEquals("0x90000000:0x1000 is left out, for the RAM of a machine is one range: the longest",
            read.notes().get(0));
    }

    @Test
    void shouldLeaveDisabledPartsAndFramesOfOtherDomainsOut()
    {
        final ReadBoard read = ReadBoard.of(EXAMPLE.replace("cpu@0 {", "cpu@0 { status = \"disabled\";")
            .replace("reg-names = \"ns-config\";\n            #address", "reg-names = \"ns-config\";\n#address")
            .replace("0x2f1a0000 0x10000>", "0x2f1a0000 0x10000>, <0x2f1b0000 0x10000>")
            .replaceFirst("reg-names = \"ns-config\"", "reg-names = \"ns-config\", \"s-config\""), List.of());

        assertTrue(read.config().changedWords().containsAll(
            List.of("pes=1", "iaffids=5", "irs.setlpi=0x2f1c0000")), read.config().changedWords().toString());
        assertEquals("/interrupt-controller/irs@2f1a0000: s-config left out, for a machine is the Non-secure domain",
            read.notes().get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "arm,gic-v5\" | arm,gic-v3\" | no node is compatible with arm,gic-v5 (controllers here: arm,gic-v3, arm,gic-v5",
        "gic: | other { compatible = \"arm,gic-v5\"; }; gic: | /other and /interrupt-controller are both a GICv5",
        "arm,gic-v5-irs | other | /interrupt-controller has no node that is compatible with arm,gic-v5-irs",
        "ns-config\"; | s-config\"; | /interrupt-controller/irs@2f1a0000 has no frame ns-config (has s-config)",
        "<0x2f1a0000 0x10000> | <0x2f1a0000 0x20000> | /interrupt-controller/irs@2f1a0000: ns-config has a length of",
        "<0x2f1a0000 0x10000> | <0x2f1a0000> | /interrupt-controller/irs@2f1a0000: reg has 1 cells, no multiple of",
        "<0x2f1a0000 0x10000> | <0x2f1a0800 0x10000> | irs.config is not aligned to 64 KiB",
        "<0x2f120000 0x10000> | <0x2f1a0000 0x10000> | its.config and irs.config are at the same address: 0x2f1a0000",
        "<0x80000000 0x1000000> | <0x2f000000 0x1000000> | irs.config lies in RAM",
        "<0x80000000 0x1000000> | <0x80000000 0x100> | memory: a size of 0x100 is not a multiple of 4 KiB",
        "<&cpu1>, <&cpu0> | <&cpu1> | /interrupt-controller/irs@2f1a0000: cpus names 1, and arm,iaffids 2",
        "<&cpu1>, <&cpu0> | <&cpu1>, <&its0> | cpus names /interrupt-controller/irs@2f1a0000/its@2f120000/msi-",
        "<&cpu1>, <&cpu0> | <&cpu1>, <99> | /interrupt-controller/irs@2f1a0000: cpus names phandle 99, which no node",
        "<&cpu1>, <&cpu0> | <&cpu1>, <&cpu1> | /cpus/cpu@0 is in the cpus of no IRS",
        "cpus = <&cpu1>, <&cpu0>; | | /interrupt-controller/irs@2f1a0000 needs cpus and arm,iaffids",
        "<5 6> | <5 5> | iaffids has 5 twice",
        "<&its0 64> | <&gic 64> | /interrupt-controller@2f000000: msi-parent names /interrupt-controller, which is no",
        "<&its0 64> | <&its0> | /interrupt-controller@2f000000: msi-parent has 1 cells",
        "cpus { | gale,keys = \"deviceid_bits=6\"; cpus { | iwb.device=64 has more bits than deviceid_bits=6",
        "ranges; | | /interrupt-controller/irs@2f1a0000: no range of /interrupt-controller has 0x2f1a0000",
        "its0: | more { msi-controller; }; its0: | irs@2f1a0000/its@2f120000 has 2 TRANSLATE frames",
        "memory@ | cpus { phandle = <7>; }; x { phandle = <7>; }; memory@ | /x and /cpus both have phandle 7",
        "cpus { | gale,keys = \"pes=4\"; cpus { | gale,keys has pes=4, which nodes say (leave it out)",
        "cpus { | gale,keys = \"pse=4\"; cpus { | no machine key 'pse'",
        "/dts-v1/; |  | line 2: no /dts-v1/ at the begin: not the source of a device tree",
    })
    void shouldNameWhatNoMachineCanBe(final String part, final String other, final String message)
    {
        final String tree = EXAMPLE.replaceFirst(Pattern.quote(part),
            Matcher.quoteReplacement(other == null ? "" : other));

        final IllegalArgumentException ex =
            assertThrows(IllegalArgumentException.class, () -> ReadBoard.of(tree, List.of()));

        assertTrue(ex.getMessage().contains(message), ex.getMessage());
        assertEquals(1, ex.getMessage().lines().count());
    }

    @Tag("M-ITSIRS")
    @Test
    void shouldRefuseAnItsAtAnIrsWhereNoMachineHasIt()
    {
        final String second = """
            irs@0 { compatible = "arm,gic-v5-irs"; reg = <0 0x10000>; reg-names = "ns-config"; cpus; arm,iaffids; };
            """;

        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class, () -> ReadBoard.of(
            EXAMPLE.replace("irs@2f1a0000", second + "irs@2f1a0000"), List.of()));

        assertEquals("/interrupt-controller/irs@0 has 0 of 1 ITSs: ITS n of a machine is at IRS n modulo 2",
            ex.getMessage());
    }

    /** Each board comes back as it was, from Gale's tree and from one that another program might write. */
    @Test
    void shouldReadEachDrawnBoard()
    {
        for (int seed = 0; seed < SEEDS; seed++)
        {
            final DrawnBoard board = new DrawnBoard(seed);
            final String own = DeviceTree.of(board.config());
            final String other = new DrawnTree(board.config(), seed).text();

            assertEquals(board.config().toKeys(), ReadBoard.of(own, List.of()).config().toKeys(), "seed " + seed);
            assertEquals(board.config().toKeys(), ReadBoard.of(other, board.unheld()).config().toKeys(),
                () -> other);
        }
    }

    /** Checks the trees of each seed as dtc prints them, from the source and from the compiled tree. */
    @Test
    void shouldReadWhatDtcPrints() throws IOException, InterruptedException
    {
        assumeTrue(Files.isExecutable(DTC), "dtc is not installed");
        for (int seed = 0; seed < 20; seed++)
        {
            final MachineConfig config = new DrawnBoard(seed).config();
            final String tree = seed % 2 == 0 ? DeviceTree.of(config) : new DrawnTree(config, seed).text();

            final String printed =
                text(dtc("dtb", "dts", dtc("dts", "dtb", tree.getBytes(StandardCharsets.UTF_8))));

            assertEquals(config.toKeys(), ReadBoard.of(printed, seed % 2 == 0 ? List.of() :
                new DrawnBoard(seed).unheld()).config().toKeys(), printed);
        }
    }

    /** A tree that is cut anywhere is refused on one line. */
    @Test
    void shouldRefuseATreeThatIsCut()
    {
        final String tree = EXAMPLE.strip();
        for (int end = 0; end < tree.length(); end++)
        {
            final String cut = tree.substring(0, end);

            final IllegalArgumentException ex =
                assertThrows(IllegalArgumentException.class, () -> ReadBoard.of(cut, List.of()), cut);
            assertEquals(1, ex.getMessage().lines().count(), ex.getMessage());
            assertTrue(ex.getMessage().startsWith("line "), ex.getMessage());
        }
    }

    /** Nothing but a refusal on one line comes of any change of signs. */
    @Test
    void shouldEndInAMachineOrALine()
    {
        final Random random = new Random(1);
        int refused = 0;
        for (int n = 0; n < 800; n++)
        {
            final StringBuilder tree = new StringBuilder(n % 2 == 0 ? EXAMPLE :
                new DrawnTree(new DrawnBoard(n % 50).config(), n).text());
            for (int change = 0; change <= n % 3; change++)
            {
                tree.setCharAt(random.nextInt(tree.length()), "{}<>[]();=&\"'/*:,0f x\n\\".charAt(random.nextInt(23)));
            }
            try
            {
                ReadBoard.of(tree.toString(), List.of());
            }
            catch (final IllegalArgumentException ex)
            {
                refused++;
                assertEquals(1, ex.getMessage().lines().count(), ex.getMessage());
                assertTrue(ex.getMessage().length() < 400, ex.getMessage());
            }
        }

        assertTrue(refused > 50, String.valueOf(refused));
    }

    private static String text(final byte[] bytes)
    {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private byte[] dtc(final String from, final String to, final byte[] input)
        throws IOException, InterruptedException
    {
        final Path in = Files.write(directory.resolve("in"), input);
        final Path out = directory.resolve("out");
        final Process dtc = new ProcessBuilder(DTC.toString(), "-q", "-I", from, "-O", to, "-o", out.toString(),
            in.toString()).redirectErrorStream(true).start();
        final String said = text(dtc.getInputStream().readAllBytes());
        assertTrue(dtc.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, dtc.exitValue(), said);

        return Files.readAllBytes(out);
    }
}

package org.gale.tests.clients;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.tests.support.Programs;
import org.gale.tests.support.SourceTree;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Hunts with a driver of a board, {@code drivers/board_driver.c}, and with the same driver less one step. Its faults
 * were chosen from the reference alone.
 */
@Tag("M-ORD")
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class HuntBoardTest
{
    private static final int FAULTS = 64;
    /** Faults that fail in every order: the operation that reads an entry comes before the store. */
    private static final Set<Integer> WITHOUT_A_DELAY = Set.of(35, 60, 61, 62, 63, 64);
    private static final int DELAYS_MOST = 5;
    private static final int STORY_MOST = 20;
    private static final int SEEDS = Integer.getInteger("gale.seeds", 10_000);

    @TempDir
    private Path directory;

    @TempDir
    private static Path built;
    private static Path driver;
    private String out;
    private String err;

    @BeforeAll
    static void compile() throws IOException, InterruptedException
    {
        assumeTrue(Programs.isInstalled("cc"), "no cc");
        driver = built.resolve("board");
        final Process process = new ProcessBuilder("cc", "-std=c11", "-I",
            SourceTree.ROOT.resolve("engine/include").toString(),
            SourceTree.ROOT.resolve("tests/src/test/resources/drivers/board_driver.c").toString(), "-o",
            driver.toString()).inheritIO().start();
        assertEquals(0, process.waitFor());
    }

    @Test
    void shouldFindNothingInADriverThatWaits()
    {
        assertEquals(0, hunt(0, "1-20"), () -> out + err);
    }

    @ParameterizedTest(name = "fault {0}")
    @CsvSource({
        "12, IRS_VMT_STATUSR.IDLE", "13, IRS_SAVE_VM_STATUSR.IDLE", "14, IRS_IST_STATUSR.IDLE", "20, GSB ACK",
        "59, GSB ACK",
        "27, ITS_INV_DEVICER", "30, 'EVENTID_BITS of 3 or more'",
        "36, until the wire is disabled", "37, 're-read vm1.vpe0'",
        "58, 'ITS_INV_EVENTR with ITS_DIDR=600, ITS_EIDR=3'"})
    void shouldTellWhatADriverLeavesOut(final int fault, final String order) throws IOException
    {
        final JsonNode failed = found(fault, "1-100");

        assertTrue(failed.get("delays").size() <= DELAYS_MOST && !failed.get("delays").isEmpty(), out);
        assertTrue(failed.get("story").toString().contains(order), out);
    }

    /** A fault that fails in every order has a story, too: the machine names what software stored too late. */
    @ParameterizedTest(name = "fault {0}")
    @CsvSource({
        "35, IRS_MAP_L2_ISTR#1 of command", "60, 'IRS_IST_CFGR stayed 0, because its table was valid'",
        "61, IRS_VMAP_VMR#3 of command", "62, IRS_VMAP_L2_VISTR#2 of command", "63, IRS_VMAP_L2_VMTR#1 of command",
        "64, 'ITS_DT_CFGR stayed 0, because its table was valid'"})
    void shouldTellWhatIsWrongInEveryOrder(final int fault, final String cause) throws IOException
    {
        final JsonNode failed = found(fault, "1");

        assertTrue(failed.get("delays").isEmpty(), out);
        assertTrue(failed.get("story").get(2).textValue().contains(cause), out);
        assertEquals(!cause.contains("stayed"),
            failed.get("story").toString().contains("software stored it afterwards, with command"), out);
        assertTrue(failed.get("story").size() <= STORY_MOST, out);
    }

    @Test
    @Tag("slow")
    void shouldFindNothingInADriverThatWaitsInManySeeds()
    {
        assertEquals(0, hunt(0, "1-" + SEEDS), () -> out + err);
    }

    @ParameterizedTest(name = "fault {0}")
    @MethodSource("faults")
    @Tag("slow")
    void shouldFindEachFault(final int fault) throws IOException
    {
        final JsonNode failed = found(fault, "1-1000");

        assertTrue(failed.get("delays").size() <= DELAYS_MOST, out);
        assertEquals(WITHOUT_A_DELAY.contains(fault), failed.get("delays").isEmpty(), out);
    }

    private static IntStream faults()
    {
        return IntStream.rangeClosed(1, FAULTS);
    }

    private JsonNode found(final int fault, final String seeds) throws IOException
    {
        assertEquals(3, hunt(fault, seeds), () -> out + err);

        return new ObjectMapper().readTree(out).get("failed");
    }

    private int hunt(final int fault, final String seeds)
    {
        final List<String> words = new ArrayList<>(List.of("hunt", "--json", "--timeout", "120s", "--seeds", seeds,
            "--output", directory.resolve("kept").toString(), "--", driver.toString(), Integer.toString(fault)));
        final StringWriter outputs = new StringWriter();
        final StringWriter errors = new StringWriter();
        final int exitCode = GaleRun.of(outputs, errors, words.toArray(new String[0]));
        out = outputs.toString();
        err = errors.toString();

        return exitCode;
    }
}

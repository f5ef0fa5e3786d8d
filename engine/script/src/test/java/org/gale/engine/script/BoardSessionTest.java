package org.gale.engine.script;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the answers of sessions to wrong boards, and to numbers that a board has not. */
class BoardSessionTest
{
    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(MachineTarget::create, reply);

    @AfterEach
    void close()
    {
        session.close();
    }

    @Test
    void shouldBuildAMachineWholeOrNotAtAll()
    {
        assertEquals("FAIL machine: IRS 1 has no list, and others have (write irs.1.pes=LIST)",
            ask("machine irss=2 irs.pes=0-3"));
        assertEquals("FAIL readl: there is no machine, because the machine line was wrong; give another, or quit",
            ask("readl 0x8010000"));
        assertEquals("OK", ask("machine irss=2 irs.pes=0-3 irs.1.pes=none"));
        assertEquals("OK 0x0000000000010000", ask("readl 0x9010000").replaceAll("[0-9a-f]{4}$", "0000"));
    }

    @Tag("T-IRS-7")
    @Tag("T-IRS-9")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "msi 2 0 0 | FAIL msi: ITS '2' does not exist: this machine has 0 to 1",
        "msi 1 0 0 | OK",
        "wire 2 0 1 | FAIL wire: IWB '2' does not exist: this machine has 0 to 1",
        "wire 1 63 1 | OK",
        "spi 31 1 | OK", "spi 32 1 | FAIL spi: SPI '32' does not exist in this machine",
        "spi 63 1 | FAIL spi: SPI '63' does not exist in this machine", "spi 64 1 | OK", "spi 255 1 | OK",
        "spi 256 1 | FAIL spi: SPI '256' does not exist in this machine",
        "signal 4 | FAIL signal: PE '4' does not exist: this machine has 0 to 3",
    })
    void shouldNameTheNumberThatABoardHasNot(final String line, final String answer)
    {
        assertEquals("OK", ask("machine irss=2 itss=2 iwbs=2 iaffids=4,5,6,7 irs.spis=0:32 irs.1.spis=64:192"));

        assertEquals(answer, ask(line));
    }

    private String ask(final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);

        return new String(reply.bytes(), 0, reply.length(), StandardCharsets.US_ASCII).strip();
    }
}

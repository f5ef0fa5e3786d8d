package org.gale.engine.command;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CommandTextTest
{
    private static final MachineConfig MACHINE =
        MachineConfig.parse(List.of("irs.config=0x10000", "ram=0x40000000:0x1000"));

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final CommandText text = new CommandText(MACHINE);

    @Test
    void shouldNameTheFieldsOfEventsAndTurns()
    {
        buffer.putLong(0, Commands.msi(12, 7, 99));
        assertEquals("MSI device 12 event 7", text(Long.BYTES));
        buffer.putLong(0, Commands.turn(3, 64));
        assertEquals("TURN pe 3 budget 64", text(Long.BYTES));
        buffer.putLong(0, Commands.turns(64, 128));
        assertEquals("TURN signalled of pe 64 to 127 budget 128", text(Long.BYTES));
        assertEquals("MSI_LONG its 0 device 4294967295 event 2147483648",
            text(Commands.msiLong(buffer, 0, 0, -1, Integer.MIN_VALUE)));
        assertEquals("TIME base 1000 sent 2000", text(Commands.time(buffer, 0, 1000, 2000)));
    }

    @Test
    void shouldNameTheOwnerOfAWire()
    {
        assertEquals("WIRE PPI pe 1 id 27 level 1", text(Commands.wire(buffer, 0, Commands.WIRE_PPI, 1, 27, true)));
        assertEquals("WIRE SPI id 33 level 0", text(Commands.wire(buffer, 0, Commands.WIRE_SPI, 0, 33, false)));
        assertEquals("WIRE IWB 0 wire 5 level 1", text(Commands.wire(buffer, 0, Commands.WIRE_IWB, 0, 5, true)));
        assertEquals("WIRE IWB 3 wire 4294967295 level 0",
            text(Commands.wire(buffer, 0, Commands.WIRE_IWB, 3, -1, false)));
        assertEquals("WIRE wire 3 id 6 level 0", text(Commands.wire(buffer, 0, 3, 7, 6, false)));
    }

    @Test
    void shouldNameTheVerbsOfTheKvmFamily()
    {
        assertEquals("HOST kvm RUN vm 3 vcpu 1 argument 7",
            text(KvmVerb.RUN.encode(buffer, 0, 0, 3, 1, 7)));
        assertEquals("HOST kvm MMIO_WRITE vm 2 argument 0x80 modifier 0x4 0x1",
            text(KvmVerb.MMIO_WRITE.encode(buffer, 0, 4, 2, 0, 0x80, 1)));
        assertEquals("HOST kvm CREATE_VM argument 0x0", text(KvmVerb.CREATE_VM.encode(buffer, 0, 0, 0, 0, 0)));
    }

    @Test
    void shouldNameTheVerbsOfDirectInjection()
    {
        assertEquals("HOST v4 MAP 1 2 3 0 8192", text(V4Verb.MAP.encode(buffer, 0, 1, 2, 3, 0, 8192)));
        assertEquals("HOST v4 STEP", text(V4Verb.STEP.encode(buffer, 0)));
    }

    @Test
    void shouldNameNoKvmVerbOfAnotherFamily()
    {
        KvmVerb.RUN.encode(buffer, 0, 0, 3, 1, 7);
        buffer.putLong(0, buffer.getLong(0) ^ (5L << 48));

        assertEquals("HOST family 4 verb 9 0x300010007", text(16));
    }

    @Test
    void shouldShowTheNumbersOfAVerbThatIsNotKnown()
    {
        KvmVerb.CREATE_VM.encode(buffer, 0, 0, 0, 0, 5);
        buffer.putLong(0, buffer.getLong(0) | (0xffL << 40));
        assertEquals("HOST family 1 verb 255 0x5", text(16));
    }

    @Test
    void shouldNameTheFrameThatAnAddressLiesIn()
    {
        assertEquals("LOAD 4 bytes at 0x10080 irs.config+0x80", text(Commands.load(buffer, 0, 0x10080, 4)));
        assertEquals("LOAD 8 bytes at 0x40000000", text(Commands.load(buffer, 0, 0x4000_0000L, 8)));
        assertEquals("LOAD 2 bytes at 0x10000 irs.config+0x0", text(Commands.load(buffer, 0, 0x10000, 2)));
        assertEquals("LOAD 2 bytes at 0xfffe", text(Commands.load(buffer, 0, 0xfffe, 2)));
        assertEquals("LOAD 2 bytes at 0x20000", text(Commands.load(buffer, 0, 0x20000, 2)));
        assertEquals("STORE 1 byte at 0x1ffff irs.config+0xffff value 0x0",
            text(Commands.store(buffer, 0, 0x1ffff, 1, 0)));
    }

    @Test
    void shouldNameNoFrameOfAMachineThatIsNotKnown()
    {
        final StringBuilder plain = new StringBuilder();
        Commands.load(buffer, 0, 0x10080, 4);

        assertEquals(16, new CommandText(null).append(plain, buffer, 0, 16));
        assertEquals("LOAD 4 bytes at 0x10080", plain.toString());
    }

    @Test
    void shouldNameInstructionsAndRegisters()
    {
        assertEquals("INSN pe 2 vel1 GIC CDEOI operand 0x0",
            text(Commands.insn(buffer, 0, 2, Commands.VEL1, GicInstruction.CDEOI.code(), 0)));
        assertEquals("INSN pe 2 el1 GIC 0x1 operand 0xffffffffffffffff", text(Commands.insn(buffer, 0, 2, 1, 1, -1)));
        assertEquals("SYSR pe 0 el2 ICC_PCR_EL1",
            text(Commands.sysr(buffer, 0, 0, 2, SystemRegister.ICC_PCR_EL1.code())));
        assertEquals("SYSW pe 0 el3 0x1 value 0x1f", text(Commands.sysw(buffer, 0, 0, 3, 1, 0x1f)));
    }

    @Test
    void shouldShowBytesInTheOrderOfTheirAddresses()
    {
        final byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7, 8, (byte)0xff};

        assertEquals("RAM 10 bytes at 0x40000010 value 000102030405060708ff",
            text(Commands.ram(buffer, 0, 0x4000_0010L, bytes, 0, bytes.length)));
    }

    @Test
    void shouldShowTheOperandsOfAVerbThatItDoesNotKnow()
    {
        buffer.putLong(0, ((long)CommandWord.HOST << 60) | (3L << CommandWord.WORDS_SHIFT) | (9L << 48));
        buffer.putLong(8, 0xab);
        buffer.putLong(16, 0);

        assertEquals("HOST family 9 verb 0 0xab 0x0", text(24));
    }

    @Test
    void shouldSayThatAWordBeginsNoCommand()
    {
        final StringBuilder plain = new StringBuilder();
        Commands.load(buffer, 0, 0x10080, 4);

        assertEquals(8, text.append(plain, buffer, 0, 8));
        assertEquals("no command begins with 0x5800000000000000", plain.toString());
    }

    @Test
    void shouldReadAnyWords()
    {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++)
        {
            for (int at = 0; at < buffer.capacity(); at += Long.BYTES)
            {
                buffer.putLong(at, random.nextLong());
            }
            final StringBuilder plain = new StringBuilder();
            final int end = text.append(plain, buffer, 0, buffer.capacity());

            assertTrue(end > 0 && end <= buffer.capacity());
            assertTrue(plain.length() > 0 && plain.length() < 250, plain::toString);
        }
    }

    private String text(final int lengthBytes)
    {
        final StringBuilder plain = new StringBuilder();
        assertEquals(lengthBytes, text.append(plain, buffer, 0, buffer.capacity()));

        return plain.toString();
    }
}

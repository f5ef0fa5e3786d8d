package org.gale.engine.script;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.record.SessionProof;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/** Machine that records its operations, with 64 KiB of RAM and one register that keeps its value. */
public class FakeTarget implements ScriptTarget
{
    static final long RAM_BASE = 0x4000_0000L;
    static final long FRAME_BASE = 0x0801_0000L;
    static final int RAM_LENGTH = 1 << 16;
    static final long CLOCK_LIMIT = 1L << 60;

    final List<String> calls = new ArrayList<>();
    final byte[] ram = new byte[RAM_LENGTH];
    public final List<String> keyValues;
    long candidate;
    int signals;
    long acknowledged;
    long register;
    long now;
    List<SessionProof.Notice> notices = List.of();
    public boolean isClosed;

    FakeTarget(final List<String> keyValues)
    {
        this.keyValues = keyValues;
    }

    /** Builds the machine; the keys {@code bad} and {@code huge} are refused. */
    public static FakeTarget create(final List<String> keyValues)
    {
        if (keyValues.contains("bad=1"))
        {
            throw new IllegalArgumentException("no key 'bad'");
        }
        if (keyValues.contains("huge=1"))
        {
            throw new OutOfMemoryError("too much");
        }

        return new FakeTarget(keyValues);
    }

    @Override
    public void scan()
    {
        calls.add("scan");
    }

    @Override
    public List<SessionProof.Notice> takeNotices()
    {
        final List<SessionProof.Notice> taken = notices;
        notices = List.of();

        return taken;
    }

    @Override
    public InvariantBrokenException broken()
    {
        return null;
    }

    @Override
    public boolean isGicv4()
    {
        return false;
    }

    @Override
    public void replaceWithGicv4(final List<String> words)
    {
        throw new IllegalArgumentException("this machine cannot be replaced");
    }

    @Override
    public void start()
    {
        // a target that records needs no start
    }

    @Override
    public int peCount()
    {
        return 4;
    }

    @Override
    public int itsCount()
    {
        return 1;
    }

    @Override
    public int iwbCount()
    {
        return keyValues.contains("preset=el1") ? 0 : 1;
    }

    @Override
    public boolean spiExists(final long id)
    {
        return id >= 0 && id < 256;
    }

    @Override
    public boolean isMapped(final long address, final int sizeBytes)
    {
        return isRam(address, sizeBytes) || address >>> 16 == FRAME_BASE >>> 16;
    }

    @Override
    public boolean isRam(final long address, final long lengthBytes)
    {
        return address >= RAM_BASE && lengthBytes <= RAM_LENGTH && address - RAM_BASE <= RAM_LENGTH - lengthBytes;
    }

    @Override
    public boolean isInstructionDefined(final int pe, final int el, final int code)
    {
        return (el == VEL1 ? EL1 : el) >= GicInstruction.byCode(code).lowestEl();
    }

    @Override
    public boolean isRegisterReadable(final int pe, final int el, final int code)
    {
        final SystemRegister systemRegister = SystemRegister.byCode(code);

        return systemRegister.isReadable() && (el == VEL1 ? EL1 : el) >= systemRegister.lowestEl();
    }

    @Override
    public boolean isRegisterWritable(final int pe, final int el, final int code)
    {
        return SystemRegister.byCode(code).isWritable() && isRegisterReadable(pe, el, code);
    }

    @Override
    public boolean hasDomain(final String domain)
    {
        return domain.equals("ns");
    }

    @Override
    public void trigger(final int function, final int vector)
    {
        calls.add("trigger " + function + ' ' + vector);
    }

    @Override
    public long load(final long address, final int sizeBytes)
    {
        calls.add("load " + Long.toHexString(address) + " " + sizeBytes);
        long value = 0;
        for (int i = sizeBytes - 1; i >= 0 && isRam(address, sizeBytes); i--)
        {
            value = value << 8 | (ram[(int)(address - RAM_BASE) + i] & 0xff);
        }

        return value;
    }

    @Override
    public void store(final long address, final int sizeBytes, final long value)
    {
        calls.add("store " + Long.toHexString(address) + " " + sizeBytes + " " + Long.toHexString(value));
        for (int i = 0; i < sizeBytes && isRam(address, sizeBytes); i++)
        {
            ram[(int)(address - RAM_BASE) + i] = (byte)(value >>> (8 * i));
        }
    }

    @Override
    public void read(final long address, final byte[] destination, final int lengthBytes)
    {
        System.arraycopy(ram, (int)(address - RAM_BASE), destination, 0, lengthBytes);
    }

    @Override
    public void write(final long address, final byte[] source, final int lengthBytes)
    {
        calls.add("write " + Long.toHexString(address) + " " + lengthBytes);
        System.arraycopy(source, 0, ram, (int)(address - RAM_BASE), lengthBytes);
    }

    @Override
    public long instruction(final int pe, final int el, final int code, final long operand)
    {
        calls.add(GicInstruction.byCode(code).name() + " " + pe + " " + el + " " + Long.toHexString(operand));

        return acknowledged;
    }

    @Override
    public long readRegister(final int pe, final int el, final int code)
    {
        calls.add("sysr " + pe + " " + el + " " + SystemRegister.byCode(code));

        return register;
    }

    @Override
    public void writeRegister(final int pe, final int el, final int code, final long value)
    {
        calls.add("sysw " + pe + " " + el + " " + SystemRegister.byCode(code) + " " + Long.toHexString(value));
        register = value;
    }

    @Override
    public void ppi(final int pe, final long id, final int level)
    {
        calls.add("ppi " + pe + " " + Long.toUnsignedString(id) + " " + level);
    }

    @Override
    public void spi(final long id, final int level)
    {
        calls.add("spi " + id + " " + level);
    }

    @Override
    public void wire(final int iwb, final long wire, final int level)
    {
        calls.add("wire " + iwb + " " + Long.toUnsignedString(wire) + " " + level);
    }

    @Override
    public void msi(final int its, final int deviceId, final int eventId)
    {
        calls.add("msi " + its + " " + Integer.toUnsignedString(deviceId) + " " + Integer.toUnsignedString(eventId));
    }

    @Override
    public boolean clockStep(final long ns)
    {
        if (Long.compareUnsigned(ns, CLOCK_LIMIT) >= 0 || now + ns >= CLOCK_LIMIT)
        {
            return false;
        }
        now += ns;

        return true;
    }

    @Override
    public long hppi(final int pe, final String domain)
    {
        return candidate;
    }

    @Override
    public long vhppi(final int pe)
    {
        return candidate;
    }

    @Override
    public long ppihppi(final int pe)
    {
        return candidate;
    }

    @Override
    public long vppihppi(final int pe)
    {
        return candidate;
    }

    @Override
    public int signals(final int pe)
    {
        return signals;
    }

    @Override
    public long digest()
    {
        return Arrays.hashCode(ram) & 0xffff_ffffL;
    }

    @Override
    public String stats()
    {
        return "{}";
    }

    @Override
    public String explain(final List<String> words)
    {
        return "{\"lines\":[]}";
    }

    @Override
    public List<String> explainReply(final String command, final String expected, final String actual)
    {
        return List.of();
    }

    @Override
    public String inspect(final List<String> view)
    {
        if (!view.get(0).equals("ppi"))
        {
            throw new IllegalArgumentException("no view '" + view.get(0) + "'\n(ppi)");
        }

        return "{\"view\":\"ppi\"}";
    }

    @Override
    public String hostRefusal(final DirectBuffer words)
    {
        return "no host";
    }

    @Override
    public int hostCommand(final DirectBuffer words, final int lengthBytes, final long[] values)
    {
        throw new IllegalStateException("refused");
    }

    @Override
    public String hostQuery(final DirectBuffer words)
    {
        throw new IllegalStateException("refused");
    }

    @Override
    public void beforeReplies()
    {
        calls.add("before replies");
    }

    @Override
    public void endsAtFail()
    {
        // Has no journal to say so.
    }

    @Override
    public boolean isStatus(final long address)
    {
        return false;
    }

    @Override
    public String scheduleRefusal()
    {
        return null;
    }

    @Override
    public void close()
    {
        isClosed = true;
    }
}

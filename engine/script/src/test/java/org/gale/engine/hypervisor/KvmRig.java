package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.script.ScriptTarget;
import org.gale.engine.system.Machines;
import org.gale.tables.register.IrsVmtBaser;
import org.gale.tables.vm.L1Vmte;
import org.gale.tables.vm.L2Vmte;

/** A machine that is driven by lines of the protocol, with the words of its memory at hand. */
final class KvmRig implements AutoCloseable
{
    static final String NO_LEAKS = "OK {\"vm_ids\":0,\"lpis\":0,\"pages\":0}";

    /** Address of the configuration frame of the host's IRS. */
    static final long IRS = 0x0801_0000L;

    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(this::create, reply);
    private Machine machine;

    /** Sends a line and returns the reply. */
    String ask(final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);

        return reply.text(0);
    }

    /** Sends a line that is answered as expected. */
    void expect(final String answer, final String line)
    {
        assertEquals(answer, ask(line), line);
    }

    /** Sends lines that are answered OK, with or without a 0. */
    void all(final String... lines)
    {
        for (final String line : lines)
        {
            final String answer = ask(line);
            assertEquals("OK", answer.split(" ", 3)[0], () -> line + ": " + answer);
            assertEquals(-1, answer.indexOf('-'), () -> line + ": " + answer);
        }
    }

    /** Creates a VM with vCPUs 0 to n - 1 and an address, and does not initialise it. Returns its number. */
    int vm(final int vcpus)
    {
        final int vm = Integer.parseInt(ask("kvm create_vm").substring(3));
        all("kvm create_device " + vm + " vgic-v5", "kvm set_attr " + vm + " ADDR IRS 0x80000000");
        for (int id = 0; id < vcpus; id++)
        {
            all("kvm create_vcpu " + vm + ' ' + id);
        }

        return vm;
    }

    /** Creates a VM that is initialised. */
    int initialised(final int vcpus)
    {
        final int vm = vm(vcpus);
        all("kvm set_attr " + vm + " CTRL INIT");

        return vm;
    }

    /** Runs a vCPU on a PE whose guest lets every priority pass. */
    void run(final int vm, final int vcpu, final int pe)
    {
        all("kvm run " + vm + ' ' + vcpu + ' ' + pe, "sysw " + pe + " vel1 ICC_PCR_EL1 0x1f",
            "sysw " + pe + " vel1 ICC_CR0_EL1 0x3", "kvm mmio " + vm + " w 0x80 4 1");
    }

    Machine machine()
    {
        return machine;
    }

    KvmHostVerbs verbs()
    {
        return (KvmHostVerbs)machine.hostVerbs(KvmVerb.FAMILY);
    }

    /** Returns a word of RAM or of a register. */
    long word(final long address)
    {
        return machine.peek(address, Long.BYTES);
    }

    /**
     * Checks that all signals follow their candidates, and that each owner's account is that of its tables.
     *
     * @param message of a failure
     */
    void assertSound(final String message)
    {
        assertNull(machine.unsettled(), message);
        final Accounts accounts = machine.accounts();
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            assertEquals(-1, accounts.firstDifference(owner), message);
            assertEquals(0, accounts.ledger(owner).remainder(), message);
            assertEquals(Ledger.NONE, accounts.ledger(owner).invented(), message);
        }
    }

    /** Returns the address of the host's VM table. */
    long vmt()
    {
        return IrsVmtBaser.ADDR.address(word(IRS + IrsVmtBaser.OFFSET));
    }

    /** Returns a word of the entry of a VM id below 128, whose level 2 table is the first one. */
    long vmte(final int vmId, final int word)
    {
        return word(L1Vmte.l2Address(word(vmt())) + (long)vmId * L2Vmte.LENGTH + (long)word * Long.BYTES);
    }

    @Override
    public void close()
    {
        session.close();
    }

    private ScriptTarget create(final List<String> keys)
    {
        return MachineTarget.create(keys, made ->
        {
            machine = made;
            return CommandLog.NONE;
        }, Machines.FACTORY);
    }
}

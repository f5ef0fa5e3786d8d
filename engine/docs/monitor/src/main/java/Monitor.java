import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandCpu;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneConsumer;
import org.gale.ringbuf.LaneProducer;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPri;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;
import org.gale.tables.register.IrsCr0;
import org.gale.tables.register.SystemRegister;

/** A monitor in small: a device on a thread of its own, and the thread that owns the machine. */
public final class Monitor
{
    private static final int SPIS = 32;
    private static final int PE = 0;
    private static final int EL1 = 1;

    private final Machine machine;
    private final CommandCpu cpu;
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[1024 * Long.BYTES]);

    private Monitor(final Machine machine)
    {
        this.machine = machine;
        cpu = new CommandCpu((command, words) -> machine.apply(command, 0));
    }

    public static void main(final String[] arguments) throws InterruptedException
    {
        final Lane lane = Lane.allocate(Lane.CAPACITY_WORDS_DEFAULT);
        try (Machine machine = Machines.FACTORY.create(MachineConfig.parse(List.of("pes=1"))))
        {
            final Monitor monitor = new Monitor(machine);
            monitor.boot();
            final Thread device = new Thread(() -> raise(lane.producer()), "device");
            device.start();
            final int taken = monitor.serve(lane.consumer());
            device.join();

            System.out.println("raised " + SPIS + ", taken " + taken);
            System.out.println("digest: " + Long.toHexString(machine.digest()));
        }
        finally
        {
            lane.close();
        }
    }

    /** Start of the guest's kernel: priorities, targets and enables. */
    private void boot()
    {
        cpu.store(machine.config().value(MachineKeys.IRS_CONFIG) + IrsCr0.OFFSET, 4, IrsCr0.IRSEN.mask());
        cpu.writeRegister(PE, EL1, SystemRegister.ICC_PCR_EL1.code(), 31);
        cpu.writeRegister(PE, EL1, SystemRegister.ICC_CR0_EL1.code(), 1);
        for (int spi = 0; spi < SPIS; spi++)
        {
            final int intid = Intid.of(Intid.TYPE_SPI, spi);
            instruction(GicInstruction.CDPRI, GicCdPri.of(intid, 3));
            instruction(GicInstruction.CDAFF, GicCdAff.of(intid, PE, false));
            instruction(GicInstruction.CDEN, GicCdIntid.of(intid));
        }
    }

    /** The device's thread: a pulse on each wire, 16 to a batch. The lane has room for all. */
    private static void raise(final LaneProducer lane)
    {
        final UnsafeBuffer command = new UnsafeBuffer(new byte[4 * Long.BYTES]);
        for (int spi = 0; spi < SPIS; spi++)
        {
            if (spi % 16 == 0)
            {
                offer(lane, command, Commands.time(command, 0, spi, spi));
            }
            offer(lane, command, Commands.wire(command, 0, Commands.WIRE_SPI, 0, spi, true));
            offer(lane, command, Commands.wire(command, 0, Commands.WIRE_SPI, 0, spi, false));
            lane.publish();
        }
    }

    private static void offer(final LaneProducer lane, final UnsafeBuffer command, final int bytes)
    {
        if (!lane.offer(command, 0, bytes / Long.BYTES))
        {
            throw new IllegalStateException("the lane is full: the device would wait here");
        }
    }

    /** The machine's thread: applies what the device did, and is the guest that takes what is signalled. */
    private int serve(final LaneConsumer lane)
    {
        int taken = 0;
        while (taken < SPIS)
        {
            final int words = lane.drain(frame, 0, frame.capacity() / Long.BYTES);
            if (words <= 0)
            {
                Thread.onSpinWait();
                continue;
            }

            for (int offset = 0; offset < words * Long.BYTES; )
            {
                offset = machine.apply(frame, offset, words * Long.BYTES);
                machine.outputs().clear();
            }
            while ((machine.signals(PE) & 1) != 0)
            {
                instruction(GicInstruction.CDIA, 0);
                final int intid = GicCdIa.intid(machine.outputs().lastValue());
                instruction(GicInstruction.CDEOI, 0);
                instruction(GicInstruction.CDDI, GicCdIntid.of(intid));
                taken++;
            }
            lane.complete(lane.position());
        }

        return taken;
    }

    private void instruction(final GicInstruction instruction, final long operand)
    {
        cpu.instruction(PE, EL1, instruction.code(), operand);
        machine.outputs().clear();
    }
}

package org.gale.engine.device.pci;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.device.wire.ClientChannel;
import org.gale.engine.device.wire.Descriptor;
import org.gale.engine.device.wire.Wire;
import org.gale.engine.device.wire.Wire.Command;
import org.gale.engine.device.wire.Wire.Errno;

/**
 * Server of one function to one client at a time. Each message is checked against its length before it is read, and
 * answered at once. Owner: the answering thread.
 */
public final class PciServer
{
    private static final String VERSION = "{\"capabilities\":{\"max_msg_fds\":" + Wire.DESCRIPTOR_LIMIT +
        ",\"max_data_xfer_size\":" + Wire.DATA_LIMIT + "}}\0";

    private static final int REGIONS = 9;
    private static final int CONFIG_REGION = 7;
    private static final int BARS = 6;
    private static final int IRQS = 5;
    private static final int PIN_IRQ = 0;
    private static final int MSIX_IRQ = 2;
    private static final int ERROR_IRQ = 3;
    private static final int READ_WRITE = 3;
    private static final int IS_RESETTABLE_PCI = 3;
    private static final int IRQ_BY_EVENTFD = 1;
    private static final int PIN_FLAGS = 7;                         // by eventfd, maskable, held back by itself
    private static final int DATA_NONE = 1;
    private static final int DATA_EVENTFD = 4;
    private static final int MASK = 1 << 3;
    private static final int UNMASK = 1 << 4;
    private static final int TRIGGER = 1 << 5;
    private static final long RESAMPLE_NS = 1_000_000;
    private static final int UNMAP_ALL = 2;
    private static final int VERSION_LENGTH = 4;
    private static final int MAP_LENGTH = 32;
    private static final int UNMAP_LENGTH = 24;
    private static final int INFO_LENGTH = 16;
    private static final int REGION_LENGTH = 32;
    private static final int IRQ_LENGTH = 16;
    private static final int SET_IRQS_LENGTH = 20;
    private static final int ACCESS_LENGTH = 16;

    private final PciFunction function;
    private final GuestMemory memory;
    private final Recorder recorder;
    private Descriptor errorEvent;
    private boolean hasVersion;
    private long refused;

    /**
     * Makes a server of a function whose guest has a memory.
     *
     * @param recorder takes all messages and replies
     */
    public PciServer(final PciFunction function, final GuestMemory memory, final Recorder recorder)
    {
        this.function = function;
        this.memory = memory;
        this.recorder = recorder;
    }

    /** Answers the message that a client has sent, and ends it. */
    public void answer(final ClientChannel client, final long nowNs)
    {
        recorder.message(client.message(), client.descriptorCount());
        if (!hasVersion && (client.command() != Command.VERSION || client.descriptorCount() > 0))
        {
            send(client, Errno.EINVAL, nowNs);
            client.drop("its first message is no version, or has descriptors");
        }
        else
        {
            final ByteBuffer reply = client.reply();
            final int errno = execute(client, reply);
            if (errno != Errno.NONE)
            {
                refused++;
            }
            if (client.wantsNoReply())
            {
                reply.limit(0);
            }
            else
            {
                send(client, errno, nowNs);
            }
        }
        client.next();
    }

    private void send(final ClientChannel client, final int errno, final long nowNs)
    {
        if (errno != Errno.NONE)
        {
            client.send(errno, nowNs);
        }
        else
        {
            client.send(nowNs);
        }
        recorder.reply(client.sent());
    }

    private int execute(final ClientChannel client, final ByteBuffer reply)
    {
        return switch (client.command())
        {
            case Command.VERSION -> version(client, reply);
            case Command.DMA_MAP -> map(client);
            case Command.DMA_UNMAP -> unmap(client, reply);
            case Command.GET_INFO -> info(client, reply);
            case Command.GET_REGION_INFO -> regionInfo(client, reply);
            case Command.GET_IRQ_INFO -> irqInfo(client, reply);
            case Command.SET_IRQS -> setIrqs(client);
            case Command.REGION_READ -> read(client, reply);
            case Command.REGION_WRITE -> write(client, reply);
            case Command.RESET -> reset();
            default -> Errno.EOPNOTSUPP;
        };
    }

    private int version(final ClientChannel client, final ByteBuffer reply)
    {
        if (client.length() < VERSION_LENGTH || (client.word(0) & 0xffff) != 0 || hasVersion)
        {
            client.drop("it speaks another version");

            return Errno.EINVAL;
        }
        hasVersion = true;
        reply.putShort((short)0).putShort((short)0).put(VERSION.getBytes(StandardCharsets.US_ASCII));

        return Errno.NONE;
    }

    private int map(final ClientChannel client)
    {
        if (client.length() != MAP_LENGTH)
        {
            return Errno.EINVAL;
        }
        final List<Descriptor> files = client.takeDescriptors();
        final int errno = memory.map(
            client.word(4), client.longWord(8), client.longWord(16), client.longWord(24), files);
        if (errno != Errno.NONE)
        {
            files.forEach(Descriptor::close);
        }

        return errno;
    }

    private int unmap(final ClientChannel client, final ByteBuffer reply)
    {
        if (client.length() != UNMAP_LENGTH || (client.word(4) & ~UNMAP_ALL) != 0)
        {
            return Errno.EINVAL;
        }
        reply.put(client.payload(0));
        if (client.word(4) == UNMAP_ALL)
        {
            memory.clear();

            return Errno.NONE;
        }

        return memory.unmap(client.longWord(8), client.longWord(16));
    }

    private static int info(final ClientChannel client, final ByteBuffer reply)
    {
        if (client.length() != INFO_LENGTH)
        {
            return Errno.EINVAL;
        }
        reply.putInt(INFO_LENGTH).putInt(IS_RESETTABLE_PCI).putInt(REGIONS).putInt(IRQS);

        return Errno.NONE;
    }

    private int regionInfo(final ClientChannel client, final ByteBuffer reply)
    {
        if (client.length() != REGION_LENGTH || Integer.compareUnsigned(client.word(8), REGIONS) >= 0)
        {
            return Errno.EINVAL;
        }
        final int index = client.word(8);
        final int length = regionLength(index);
        reply.putInt(REGION_LENGTH).putInt(length == 0 ? 0 : READ_WRITE).putInt(index).putInt(0);
        reply.putLong(length).putLong(0);

        return Errno.NONE;
    }

    private int regionLength(final int index)
    {
        return index == CONFIG_REGION ? ConfigSpace.LENGTH :
            index >= 0 && index < BARS ? function.config().barLength(index) : 0;
    }

    private int irqInfo(final ClientChannel client, final ByteBuffer reply)
    {
        if (client.length() != IRQ_LENGTH || Integer.compareUnsigned(client.word(8), IRQS) >= 0)
        {
            return Errno.EINVAL;
        }
        final int count = irqCount(client.word(8));
        final int flags = client.word(8) == PIN_IRQ ? PIN_FLAGS : IRQ_BY_EVENTFD;
        reply.putInt(IRQ_LENGTH).putInt(count == 0 ? 0 : flags).putInt(client.word(8)).putInt(count);

        return Errno.NONE;
    }

    private int irqCount(final int index)
    {
        return switch (index)
        {
            case PIN_IRQ -> function.config().hasPin() ? 1 : 0;
            case MSIX_IRQ -> function.config().hasPin() ? 0 : function.vectors().count();
            case ERROR_IRQ -> 1;
            default -> 0;
        };
    }

    private int setIrqs(final ClientChannel client)
    {
        if (client.length() < SET_IRQS_LENGTH)
        {
            return Errno.EINVAL;
        }
        final int flags = client.word(4);
        final int index = client.word(8);
        final long from = Integer.toUnsignedLong(client.word(12));
        final long count = Integer.toUnsignedLong(client.word(16));
        if (Integer.compareUnsigned(index, IRQS) >= 0 || irqCount(index) == 0 || from + count > irqCount(index))
        {
            return Errno.EINVAL;
        }
        if (flags == (DATA_NONE | TRIGGER) && count == 0 && client.descriptorCount() == 0)
        {
            return setEvents(index, 0, irqCount(index), List.of());
        }
        if (index == PIN_IRQ && (flags == (DATA_NONE | MASK) || flags == (DATA_NONE | UNMASK)) && count == 1)
        {
            function.vectors().pin().hold(flags == (DATA_NONE | MASK));

            return Errno.NONE;
        }
        final boolean isResample = index == PIN_IRQ && flags == (DATA_EVENTFD | UNMASK);
        if ((!isResample && flags != (DATA_EVENTFD | TRIGGER)) ||
            (client.descriptorCount() > 0 && client.descriptorCount() != count))
        {
            return Errno.EINVAL;
        }
        for (int i = 0; i < client.descriptorCount(); i++)
        {
            if (client.descriptor(i).kind() != Descriptor.DescriptorKind.EVENTFD)
            {
                return Errno.EBADF;
            }
        }
        final List<Descriptor> events = client.takeDescriptors();
        if (isResample)
        {
            function.vectors().pin().setResample(events.isEmpty() ? null : events.get(0));

            return Errno.NONE;
        }

        return setEvents(index, (int)from, (int)count, events);
    }

    /** Gives interrupts their eventfds, or takes them away where there are none. */
    private int setEvents(final int index, final int from, final int count, final List<Descriptor> events)
    {
        for (int i = 0; i < count; i++)
        {
            final Descriptor event = events.isEmpty() ? null : events.get(i);
            switch (index)
            {
                case PIN_IRQ -> function.vectors().pin().setEvent(event);
                case MSIX_IRQ -> function.vectors().set(from + i, event);
                default -> setErrorEvent(event);
            }
        }

        return Errno.NONE;
    }

    private void setErrorEvent(final Descriptor event)
    {
        if (errorEvent != null)
        {
            errorEvent.close();
        }
        errorEvent = event;                                         // kept for the client, never written
    }

    /** Returns whether an access lies within its region, and within the limit of data. */
    private boolean isWithin(final ClientChannel client)
    {
        final long offset = client.longWord(0);
        final int region = client.word(8);
        final int count = client.word(12);

        return count > 0 && count <= Wire.DATA_LIMIT && region >= 0 && region < REGIONS && offset >= 0 &&
            offset <= regionLength(region) - (long)count;
    }

    private int read(final ClientChannel client, final ByteBuffer reply)
    {
        if (client.length() != ACCESS_LENGTH || !isWithin(client))
        {
            return Errno.EINVAL;
        }
        final int region = client.word(8);
        final int offset = (int)client.longWord(0);
        reply.putLong(offset).putInt(region).putInt(client.word(12));
        reply.limit(reply.position() + client.word(12));
        if (region == CONFIG_REGION)
        {
            function.config().showPin(function.vectors().pin().isHigh());
            function.config().read(offset, reply);
        }
        else
        {
            function.readBar(region, offset, reply);
        }
        reply.position(reply.limit());

        return Errno.NONE;
    }

    private int write(final ClientChannel client, final ByteBuffer reply)
    {
        if (client.length() < ACCESS_LENGTH || client.word(12) != client.length() - ACCESS_LENGTH || !isWithin(client))
        {
            return Errno.EINVAL;
        }
        final int region = client.word(8);
        final int offset = (int)client.longWord(0);
        if (region == CONFIG_REGION)
        {
            function.config().write(offset, client.payload(ACCESS_LENGTH));
            if (!function.config().isMsixEnabled())
            {
                function.vectors().drop();
            }
            function.vectors().pin().disable(function.config().isPinDisabled());
            function.configured();
        }
        else
        {
            function.writeBar(region, offset, client.payload(ACCESS_LENGTH));
        }
        reply.putLong(offset).putInt(region).putInt(client.word(12));

        return Errno.NONE;
    }

    private int reset()
    {
        function.reset();
        function.vectors().reset();
        function.config().reset();

        return Errno.NONE;
    }

    /** Takes the changes that the client makes without a message. */
    public void poll()
    {
        function.vectors().pin().poll();
    }

    /** Returns the time within which {@link #poll} is called again, ns. */
    public long pollNs()
    {
        return function.vectors().pin().isResampled() ? RESAMPLE_NS : Long.MAX_VALUE;
    }

    /** Ends the attachment of a client: the function is reset, and what the client passed is closed. */
    public void detach()
    {
        reset();
        function.vectors().close();
        setErrorEvent(null);
        memory.clear();
        hasVersion = false;
    }

    /**
     * Returns the counts of what the client sent that was refused or had no effect, and of what could not be sent to
     * it.
     */
    public ClientCounts counts()
    {
        final Pin pin = function.vectors().pin();

        return new ClientCounts(
            refused, memory.strayUnmaps(), function.vectors().refused(), pin.raises(), pin.again(),
            pin.takenBack());
    }
}

package org.gale.engine.device.wire;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * Connection of a client: whole messages with their descriptors, and replies. It never waits. A client that does not
 * read its replies is read no further, and is dropped after a time. Owner: the answering thread.
 */
public final class ClientChannel implements AutoCloseable
{
    private static final long REPLY_LIMIT_NS = 5_000_000_000L;

    private final AFUNIXSocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(Wire.MESSAGE_LIMIT).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer out = ByteBuffer.allocateDirect(Wire.MESSAGE_LIMIT).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Descriptor> descriptors = new ArrayList<>();
    private String fault;
    private boolean hasInput;                                       // by the poll, until the next read
    private boolean isHungUp;
    private boolean isEnded;
    private long unsentSinceNs;

    ClientChannel(final AFUNIXSocketChannel channel)
    {
        this.channel = channel;
        in.limit(Wire.HEADER);
        out.limit(0);
    }

    /**
     * Reads up to the end of one message.
     *
     * @return whether a message is there, which the caller takes and then ends by {@link #next}
     */
    public boolean read(final long nowNs)
    {
        if (isGone() || !isFlushed(nowNs))
        {
            return false;
        }
        try
        {
            int done = 1;
            while (in.hasRemaining() && done > 0 && fault == null)  // the header alone first: descriptors are its own
            {
                done = channel.read(in);
                hasInput &= done <= 0;
                take(channel.getReceivedFileDescriptors());
                if (!in.hasRemaining() && in.position() == Wire.HEADER)
                {
                    begin();
                }
            }
            isEnded = done < 0 || (done == 0 && (isHungUp || hasInput));    // its reads return 0 at the end, too
            hasInput = false;
            if (isEnded && in.position() > 0)
            {
                fault = "it ended in the middle of a message";
            }

            return fault == null && !isEnded && !in.hasRemaining();
        }
        catch (final IOException ex)
        {
            isEnded = true;

            return false;
        }
    }

    private void begin()
    {
        final int size = in.getInt(Wire.SIZE_OFFSET);
        if (size < Wire.HEADER || size > Wire.MESSAGE_LIMIT)
        {
            fault = "a message of length " + Integer.toUnsignedString(size);
        }
        else if ((flags() & Wire.TYPE_MASK) != 0)
        {
            fault = "a message that is no command";
        }
        else
        {
            in.limit(size);
        }
    }

    private void take(final FileDescriptor... received)
    {
        if (received != null)
        {
            for (final FileDescriptor handle : received)
            {
                descriptors.add(Descriptor.of(handle));
            }
        }
        if (descriptors.size() > Wire.DESCRIPTOR_LIMIT)
        {
            fault = "more than " + Wire.DESCRIPTOR_LIMIT + " descriptors with a message";
        }
    }

    /** Ends the message that was read. Descriptors that nobody took are closed. */
    public void next()
    {
        closeDescriptors();
        in.clear().limit(Wire.HEADER);
    }

    /** Returns all of the message. */
    public ByteBuffer message()
    {
        return in.duplicate().rewind();
    }

    /** Returns all of the last reply. */
    public ByteBuffer sent()
    {
        return out.duplicate().rewind();
    }

    /** Returns the command of the message. */
    public int command()
    {
        return Short.toUnsignedInt(in.getShort(Wire.COMMAND_OFFSET));
    }

    /** Returns the length of the payload of the message. */
    public int length()
    {
        return in.limit() - Wire.HEADER;
    }

    /** Returns a 32-bit word of the payload. */
    public int word(final int offset)
    {
        return in.getInt(Wire.HEADER + offset);
    }

    /** Returns a 64-bit word of the payload. */
    public long longWord(final int offset)
    {
        return in.getLong(Wire.HEADER + offset);
    }

    /** Returns the payload from an offset to its end. */
    public ByteBuffer payload(final int offset)
    {
        return in.slice(Wire.HEADER + offset, length() - offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns the number of descriptors that came with the message. */
    public int descriptorCount()
    {
        return descriptors.size();
    }

    /** Returns a descriptor of the message, which the message closes unless it is taken. */
    public Descriptor descriptor(final int index)
    {
        return descriptors.get(index);
    }

    /** Takes all descriptors of the message: the caller closes them from now on. */
    public List<Descriptor> takeDescriptors()
    {
        final List<Descriptor> taken = List.copyOf(descriptors);
        descriptors.clear();

        return taken;
    }

    /** Returns whether the client wants no reply. */
    public boolean wantsNoReply()
    {
        return (flags() & Wire.NO_REPLY) != 0;
    }

    private int flags()
    {
        return in.getInt(Wire.FLAGS_OFFSET);
    }

    /** Begins the reply to the message, and returns the buffer that takes its payload. */
    public ByteBuffer reply()
    {
        out.clear().position(Wire.HEADER);

        return out;
    }

    /** Sends the reply that was begun. */
    public void send(final long nowNs)
    {
        out.flip();
        header(Wire.REPLY, Wire.Errno.NONE);
        flush(nowNs);
    }

    /** Sends a reply without payload: an error, or {@link Wire.Errno#NONE}. */
    public void send(final int errno, final long nowNs)
    {
        out.clear().limit(Wire.HEADER);
        header(errno == Wire.Errno.NONE ? Wire.REPLY : Wire.REPLY | Wire.ERROR, errno);
        flush(nowNs);
    }

    private void header(final int flags, final int errno)
    {
        out.putShort(Wire.ID_OFFSET, in.getShort(Wire.ID_OFFSET));
        out.putShort(Wire.COMMAND_OFFSET, in.getShort(Wire.COMMAND_OFFSET));
        out.putInt(Wire.SIZE_OFFSET, out.limit());
        out.putInt(Wire.FLAGS_OFFSET, flags);
        out.putInt(Wire.ERROR_OFFSET, errno);
    }

    private void flush(final long nowNs)
    {
        unsentSinceNs = nowNs;
        isFlushed(nowNs);
    }

    private boolean isFlushed(final long nowNs)
    {
        try
        {
            if (out.hasRemaining())
            {
                channel.write(out);
            }
        }
        catch (final IOException ex)
        {
            isEnded = true;
        }
        if (out.hasRemaining() && !isEnded && nowNs - unsentSinceNs > REPLY_LIMIT_NS)
        {
            fault = "it does not read its replies";
        }

        return !out.hasRemaining();
    }

    /** Returns whether a reply waits for the client to read. */
    public boolean hasUnsent()
    {
        return out.hasRemaining();
    }

    /** Notes that the client broke the protocol: it is dropped. */
    public void drop(final String reason)
    {
        fault = reason;
    }

    /** Returns whether the client has gone, or has to be dropped. */
    public boolean isGone()
    {
        return isEnded || fault != null;
    }

    /** {@return how the client broke the protocol, or null} */
    public String fault()
    {
        return fault;
    }

    /**
     * Notes that a poll has found input, or its end: a first read that returns nothing then is the end. A client that
     * ends only its writing half is never hung up.
     */
    void receive()
    {
        hasInput = true;
    }

    /** Returns whether the last poll has found input, or its end, which is not read yet. */
    public boolean hasInput()
    {
        return hasInput;
    }

    /** Notes that the client has closed its end. What it sent before is still read. */
    void hangUp()
    {
        isHungUp = true;
    }

    /** Returns whether the client has closed its end. */
    public boolean isHungUp()
    {
        return isHungUp;
    }

    AFUNIXSocketChannel channel()
    {
        return channel;
    }

    private void closeDescriptors()
    {
        descriptors.forEach(Descriptor::close);
        descriptors.clear();
    }

    @Override
    public void close()
    {
        closeDescriptors();
        try
        {
            channel.close();
        }
        catch (final IOException ex)
        {
            isEnded = true;
        }
    }
}

package org.gale.engine.device.wire;

/**
 * Numbers of vfio-user 0.0. All words are little-endian.
 * <pre>
 *   +------+---------+--------+--------+--------+---------------
 *   | id16 | command |  size  | flags  | error  | payload
 *   +------+---------+--------+--------+--------+---------------
 *   0      2         4        8        12       16
 * </pre>
 */
public final class Wire
{
    /** Length of the header of a message. */
    public static final int HEADER = 16;
    /** Limit of the data of one access, which the server states in its version. */
    public static final int DATA_LIMIT = 1 << 20;
    /** Limit of the length of a message. */
    public static final int MESSAGE_LIMIT = HEADER + 64 + DATA_LIMIT;
    /** Limit of the descriptors of a message, which the server states in its version. */
    public static final int DESCRIPTOR_LIMIT = 16;

    static final int ID_OFFSET = 0;
    static final int COMMAND_OFFSET = 2;
    static final int SIZE_OFFSET = 4;
    static final int FLAGS_OFFSET = 8;
    static final int ERROR_OFFSET = 12;

    /** Bits of the flags that tell a command from a reply. */
    static final int TYPE_MASK = 0xf;
    static final int REPLY = 1;
    static final int NO_REPLY = 1 << 4;
    static final int ERROR = 1 << 5;

    private Wire()
    {
    }

    /** Commands of clients. */
    public static final class Command
    {
        public static final int VERSION = 1;
        public static final int DMA_MAP = 2;
        public static final int DMA_UNMAP = 3;
        public static final int GET_INFO = 4;
        public static final int GET_REGION_INFO = 5;
        public static final int GET_IRQ_INFO = 7;
        public static final int SET_IRQS = 8;
        public static final int REGION_READ = 9;
        public static final int REGION_WRITE = 10;
        public static final int RESET = 13;

        private Command()
        {
        }
    }

    /** Errors of replies, as Linux numbers them. */
    public static final class Errno
    {
        public static final int NONE = 0;
        public static final int EBADF = 9;
        public static final int EEXIST = 17;
        public static final int EINVAL = 22;
        public static final int ENOSPC = 28;
        public static final int EOPNOTSUPP = 95;

        private Errno()
        {
        }
    }
}

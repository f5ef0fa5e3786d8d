package org.gale.engine.device.nvme;

import java.nio.ByteBuffer;

/** Commands of the admin queue, which are executed as they are fetched. Owner: the answering thread. */
final class AdminCommands
{
    private static final int DELETE_SUBMISSION_QUEUE = 0x00;
    private static final int CREATE_SUBMISSION_QUEUE = 0x01;
    private static final int GET_LOG_PAGE = 0x02;
    private static final int DELETE_COMPLETION_QUEUE = 0x04;
    private static final int CREATE_COMPLETION_QUEUE = 0x05;
    private static final int IDENTIFY = 0x06;
    private static final int ABORT = 0x08;
    private static final int SET_FEATURES = 0x09;
    private static final int GET_FEATURES = 0x0a;
    /** Request for an event, which stays in flight. */
    static final int EVENT_REQUEST = 0x0c;
    /** Result of a request for an event of a vendor's own, with a log page of its own. */
    static final int VENDOR_EVENT = 0xc0_0007;

    private static final int SAVE = 1 << 31;
    private static final int NOT_ABORTED = 1;
    private static final int CHANGEABLE = 1 << 2;
    private static final int LOG_PAGES = 3;

    private final Queues queues;
    private final Features features;
    private final IdentifyData identify;
    private final Transfer transfer;
    private int result;

    AdminCommands(
        final Queues queues, final Features features, final IdentifyData identify, final Transfer transfer)
    {
        this.queues = queues;
        this.features = features;
        this.identify = identify;
        this.transfer = transfer;
    }

    /** Returns word 0 of the completion of the last command. */
    int result()
    {
        return result;
    }

    /**
     * Executes a command that is no request for an event.
     *
     * @return {@link NvmeStatus}
     */
    int execute(final ByteBuffer command, final long nowNs)
    {
        result = 0;
        if (Sqe.isOtherForm(command))
        {
            return NvmeStatus.INVALID_FIELD;
        }
        final int first = Sqe.word(command, 10);
        final int second = Sqe.word(command, 11);

        return switch (Sqe.opcode(command))
        {
            case CREATE_COMPLETION_QUEUE -> queues.createCompletions(first, second, Sqe.firstPrp(command));
            case CREATE_SUBMISSION_QUEUE -> queues.createSubmissions(first, second, Sqe.firstPrp(command));
            case DELETE_COMPLETION_QUEUE -> queues.deleteCompletions(first & 0xffff, nowNs);
            case DELETE_SUBMISSION_QUEUE -> queues.deleteSubmissions(first & 0xffff, nowNs);
            case IDENTIFY -> identify(command, first);
            case GET_LOG_PAGE -> logPage(command, first, second);
            case ABORT -> abort();
            case SET_FEATURES -> setFeature(first, second, nowNs);
            case GET_FEATURES -> feature(first, second);
            default -> NvmeStatus.INVALID_OPCODE;
        };
    }

    private int abort()
    {
        result = NOT_ABORTED;                                       // it completes by itself

        return NvmeStatus.SUCCESS;
    }

    private int identify(final ByteBuffer command, final int word)
    {
        final ByteBuffer data = transfer.data(IdentifyData.LENGTH);
        final int namespace = Sqe.namespace(command);
        switch (word & 0xff)
        {
            case 0x00, 0x03 ->
            {
                if (namespace != 1)
                {
                    return NvmeStatus.INVALID_NAMESPACE;
                }
                if ((word & 0xff) == 0)
                {
                    identify.namespace(data);
                }
                else
                {
                    identify.names(data);
                }
            }
            case 0x01 -> identify.controller(data);
            case 0x02 ->
            {
                if (Integer.compareUnsigned(namespace, -2) >= 0)
                {
                    return NvmeStatus.INVALID_NAMESPACE;
                }
                IdentifyData.namespaces(data, namespace);
            }
            default ->
            {
                return NvmeStatus.INVALID_FIELD;
            }
        }

        return transfer.move(Sqe.firstPrp(command), Sqe.secondPrp(command), true);
    }

    private int logPage(final ByteBuffer command, final int first, final int second)
    {
        final int page = first & 0xff;
        if (page == 0 || page > LOG_PAGES)
        {
            return NvmeStatus.INVALID_LOG_PAGE;
        }
        final long words = (first >>> Short.SIZE | (long)(second & 0xffff) << Short.SIZE) + 1;
        if (words * Integer.BYTES > Transfer.LIMIT)
        {
            return NvmeStatus.INVALID_FIELD;
        }
        IdentifyData.zero(transfer.data((int)words * Integer.BYTES));

        return transfer.move(Sqe.firstPrp(command), Sqe.secondPrp(command), true);
    }

    private int setFeature(final int word, final int value, final long nowNs)
    {
        final int feature = word & 0xff;
        if ((word & SAVE) != 0)
        {
            return NvmeStatus.FEATURE_NOT_SAVEABLE;
        }
        if (feature == Features.QUEUES && queues.isAnyThere())
        {
            return NvmeStatus.COMMAND_SEQUENCE_ERROR;
        }
        final int status = features.set(feature, value);
        if (status == NvmeStatus.SUCCESS)
        {
            result = feature == Features.QUEUES ? features.get(feature, 0) : 0;
            if (feature == Features.COALESCING)
            {
                queues.coalesce(value, nowNs);
            }
        }

        return status;
    }

    private int feature(final int word, final int second)
    {
        final int feature = word & 0xff;
        if (!features.has(feature))
        {
            return NvmeStatus.INVALID_FIELD;
        }
        final boolean asksWhatItCan = (word >>> Byte.SIZE & 7) == 3;
        result = asksWhatItCan ? CHANGEABLE : features.get(feature, second);

        return NvmeStatus.SUCCESS;
    }
}

'''Windows that slide over two spatial axes: paddings and sizes, in plain Python.'''


def same_padding(auto_pad, dilation, kernel, stride):
    '''Padding `(begin, end)` of one axis that keeps `size / stride` windows where the stride divides the size.

    `dilation * (kernel - 1) - stride + 1` in all. Where that is odd, the greater half stands at the beginning for
    `SAME_UPPER` and at the end for `SAME_LOWER`, as in FreeTensor (ONNX: the other way round).
    '''
    total = dilation * (kernel - 1) - stride + 1
    lesser = total // 2
    greater = total // 2 + total % 2
    return (greater, lesser) if auto_pad == 'SAME_UPPER' else (lesser, greater)


def paddings(auto_pad, pads, dilations, kernel_shape, strides):
    '''Paddings `[top, left, bottom, right]`.'''
    if pads is not None:
        return pads
    if auto_pad == 'VALID':
        return [0, 0, 0, 0]
    assert auto_pad in ('SAME_UPPER', 'SAME_LOWER'), 'give pads, or auto_pad VALID, SAME_UPPER or SAME_LOWER'
    assert kernel_shape is not None, f'auto_pad {auto_pad} needs kernel_shape'
    top, bottom = same_padding(auto_pad, dilations[0], kernel_shape[0], strides[0])
    left, right = same_padding(auto_pad, dilations[1], kernel_shape[1], strides[1])
    return [top, left, bottom, right]


def ones_if_none(values):
    return [1, 1] if values is None else values


def windows_along(size, dilation, kernel, begin, end, stride):
    '''How many windows fit: `floor((size + begin + end - dilation * (kernel - 1) - 1) / stride) + 1`.'''
    return (size + begin + end - dilation * (kernel - 1) - 1) // stride + 1

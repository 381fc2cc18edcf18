'''Convolution over two spatial axes, with the parameters of ONNX.'''

import freetensor as ft

from freetensor.libop.windows import ones_if_none, paddings, windows_along


def bias_of(B, channel):
    return 0 if B is None else B[channel]


@ft.inline
def conv_(X, W, B, Y, auto_pad='NOTSET', dilations=None, group=1, kernel_shape=None, pads=None, strides=None):
    '''Convolution, written to `Y`; `B` may be `None`. See `conv`.'''
    dilations = ones_if_none(dilations)
    strides = ones_if_none(strides)
    pads = paddings(auto_pad, pads, dilations, kernel_shape, strides)
    #! nid: L_n
    for n in range(X.shape(0)):
        #! nid: L_g
        for g in range(group):
            #! nid: L_c_out
            for c_out in range(W.shape(0) // group):
                channel = g * (W.shape(0) // group) + c_out
                #! nid: L_h
                for h in range(Y.shape(2)):
                    #! nid: L_w
                    for w in range(Y.shape(3)):
                        #! nid: init
                        Y[n, channel, h, w] = bias_of(B, channel)
                        #! nid: L_c_in
                        for c_in in range(W.shape(1)):
                            #! nid: L_kh
                            for kh in range(W.shape(2)):
                                #! nid: L_kw
                                for kw in range(W.shape(3)):
                                    row = h * strides[0] + kh * dilations[0] - pads[0]
                                    column = w * strides[1] + kw * dilations[1] - pads[1]
                                    if row >= 0 and row < X.shape(2) and column >= 0 and column < X.shape(3):
                                        #! nid: compute
                                        Y[n, channel, h, w] += X[n, g * W.shape(1) + c_in, row, column] * W[
                                            channel, c_in, kh, kw]


def conv_type(X, W, B):
    dtype = ft.up_cast(X.dtype, W.dtype)
    return dtype if B is None else ft.up_cast(dtype, B.dtype)


def conv_memory(X, W, B):
    mtype = ft.same_mtype(X.mtype, W.mtype)
    return mtype if B is None else ft.same_mtype(mtype, B.mtype)


@ft.inline
def conv(X, W, B=None, auto_pad='NOTSET', dilations=None, group=1, kernel_shape=None, pads=None, strides=None):
    '''Convolution over two spatial axes, as ONNX `Conv`.

    `Y[n, c, h, w] = B[c] + sum over ci, kh, kw of X[n, ci, h * stride + kh * dilation - pad, ...] * W[c, ci, kh, kw]`
    where reads outside of `X` count as 0.

    Parameters
    ----------
    X : input (batch, channels in, height, width)
    W : weights (channels out, channels in / group, kernel height, kernel width)
    B : bias (channels out), or `None` (the default)
    auto_pad : `"NOTSET"` (the default: `pads` must be given), `"VALID"` for none, `"SAME_UPPER"` or `"SAME_LOWER"`
        (both need `kernel_shape`; an odd pixel goes to the beginning for UPPER, unlike in ONNX)
    dilations : distance of the weights along each spatial axis, 1 by default
    group : channels are convolved in so many separate groups, 1 by default
    kernel_shape : sizes of the kernel; only used by `auto_pad`
    pads : `[top, left, bottom, right]`
    strides : distance of the windows along each spatial axis, 1 by default

    Returns a new tensor (batch, channels out, rows, columns) with the widest element type.

    Errors: neither `pads` nor a usable `auto_pad` is an error while staging.
    '''
    dilations = ones_if_none(dilations)
    strides = ones_if_none(strides)
    pads = paddings(auto_pad, pads, dilations, kernel_shape, strides)
    #! nid: V_Y
    Y = ft.empty([
        X.shape(0),
        W.shape(0),
        windows_along(X.shape(2), dilations[0], W.shape(2), pads[0], pads[2], strides[0]),
        windows_along(X.shape(3), dilations[1], W.shape(3), pads[1], pads[3], strides[1])
    ], conv_type(X, W, B), conv_memory(X, W, B))
    #! nid: recur
    conv_(X, W, B, Y, auto_pad, dilations, group, kernel_shape, pads, strides)
    return Y
